package org.unabridged.outputs.parquet;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.CapacityByteArrayOutputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages with zstd. It stands in for parquet-java's own factory, which asks for a Hadoop
 * configuration and with it for most of Hadoop. For writing only.
 */
final class ZstdCodecFactory implements CompressionCodecFactory {

  /** zstd's own default. */
  static final int LEVEL = 3;

  /** What a page takes grows by slabs, which unlike an array are never copied to grow. */
  private static final int FIRST_SLAB_BYTES = 1 << 12;

  private static final int LARGEST_SLAB_BYTES = 1 << 22;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    if (name != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("Only ZSTD is written, not " + name);
    }
    return new ZstdCompressor();
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("This codec factory is for writing only");
  }

  @Override
  public void release() {}

  private static final class ZstdCompressor implements BytesInputCompressor {

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
      CapacityByteArrayOutputStream compressed =
          new CapacityByteArrayOutputStream(
              FIRST_SLAB_BYTES, LARGEST_SLAB_BYTES, HeapByteBufferAllocator.getInstance());
      ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(compressed, LEVEL);
      try {
        page.writeAllTo(zstd);
      } finally {
        // Closing the slabs, too, would drop what is in them.
        zstd.closeWithoutClosingParentStream();
      }
      return BytesInput.from(compressed);
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {}
  }
}
