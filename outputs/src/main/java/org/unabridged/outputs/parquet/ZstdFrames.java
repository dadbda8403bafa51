package org.unabridged.outputs.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.CapacityByteArrayOutputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;

/**
 * Compresses pages with zstd, each into a frame of its own, by any number of threads. Holds memory
 * outside the heap until it is closed.
 */
final class ZstdFrames implements PageCompressor.Compression {

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

  private final Deque<Bench> idle = new ArrayDeque<>();
  private boolean closed;

  /** What one thread needs while it compresses a page. */
  private static final class Bench {
    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);
    private byte[] packed = {};

    byte[] compress(byte[] plain, int length) {
      int bound = Math.toIntExact(Zstd.compressBound(length));
      if (packed.length < bound) {
        packed = new byte[bound];
      }
      int size = context.compressByteArray(packed, 0, packed.length, plain, 0, length);
      return Arrays.copyOf(packed, size);
    }

    void close() {
      context.close();
    }
  }

  @Override
  public BytesInput compress(PlainPage page) throws IOException {
    return page.size() <= AT_ONCE_BYTES ? atOnce(page) : streamed(page);
  }

  private BytesInput atOnce(PlainPage page) {
    Bench bench = take();
    try {
      return BytesInput.from(bench.compress(page.joined(), Math.toIntExact(page.size())));
    } finally {
      giveBack(bench);
    }
  }

  private static BytesInput streamed(PlainPage page) throws IOException {
    CapacityByteArrayOutputStream compressed =
        new CapacityByteArrayOutputStream(
            FIRST_SLAB_BYTES, LARGEST_SLAB_BYTES, HeapByteBufferAllocator.getInstance());
    ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(compressed, LEVEL);
    try {
      zstd.write(page.levels());
      zstd.write(page.values(), 0, page.length());
    } finally {
      // Closing the slabs, too, would drop what is in them.
      zstd.closeWithoutClosingParentStream();
    }
    return BytesInput.from(compressed);
  }

  private synchronized Bench take() {
    Bench bench = idle.poll();
    return bench == null ? new Bench() : bench;
  }

  private synchronized void giveBack(Bench bench) {
    if (closed) {
      bench.close();
    } else {
      idle.push(bench);
    }
  }

  /** What a thread has in use is freed when it is done. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(Bench::close);
    idle.clear();
  }
}
