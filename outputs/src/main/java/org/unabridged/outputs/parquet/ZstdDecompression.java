package org.unabridged.outputs.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The way back from {@link ZstdFrames}; for reading only. */
final class ZstdDecompression implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("This codec factory is for reading only");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    if (name != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("Only ZSTD is read, not " + name);
    }
    return new ZstdDecompressor();
  }

  @Override
  public void release() {}

  private static final class ZstdDecompressor implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput page, int size) throws IOException {
      return BytesInput.from(Zstd.decompress(page.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer page, int pageSize, ByteBuffer output, int size)
        throws IOException {
      byte[] bytes = new byte[pageSize];
      page.get(bytes);
      output.put(Zstd.decompress(bytes, size));
    }

    @Override
    public void release() {}
  }
}
