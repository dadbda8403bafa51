package org.unabridged.outputs.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.CapacityByteArrayOutputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages with zstd. It stands in for parquet-java's own factory, which asks for a Hadoop
 * configuration and with it for most of Hadoop. For writing only, by one thread; holds memory
 * outside the heap until it is released.
 */
final class ZstdCodecFactory implements CompressionCodecFactory {

  /** zstd's own default. */
  static final int LEVEL = 3;

  /**
   * Pages up to this size, which is nearly all of them, are compressed at once: a stream copies
   * what passes through it and sets up anew for each page.
   */
  static final int AT_ONCE_BYTES = 2 << 20;

  /** What a longer page takes grows by slabs, which unlike an array are never copied to grow. */
  private static final int FIRST_SLAB_BYTES = 1 << 12;

  private static final int LARGEST_SLAB_BYTES = 1 << 22;

  private final ZstdCompressor compressor = new ZstdCompressor();

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    if (name != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("Only ZSTD is written, not " + name);
    }
    return compressor;
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("This codec factory is for writing only");
  }

  @Override
  public void release() {
    compressor.release();
  }

  private static final class ZstdCompressor implements BytesInputCompressor {

    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);
    private byte[] packed = {};

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
      return page.size() <= AT_ONCE_BYTES ? atOnce(page) : streamed(page);
    }

    private BytesInput atOnce(BytesInput page) throws IOException {
      byte[] plain = page.toByteArray();
      int bound = Math.toIntExact(Zstd.compressBound(plain.length));
      if (packed.length < bound) {
        packed = new byte[bound];
      }
      int length = context.compressByteArray(packed, 0, packed.length, plain, 0, plain.length);
      return BytesInput.from(Arrays.copyOf(packed, length));
    }

    private static BytesInput streamed(BytesInput page) throws IOException {
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
    public void release() {
      context.close();
    }
  }
}
