package org.unabridged.inference.qwen35;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.KeyValueRun;

/**
 * Off-heap memory for keys and values, in pieces of one size. What sequences give back is kept for
 * the next ones, as the JVM frees such memory late. Thread-safe.
 */
final class SegmentPool {

  /** Tokens of a segment: small enough to copy when a sequence forks. */
  static final int TOKENS = 512;

  private final BlockFormat format;
  private final Qwen35Configuration.Attention shape;
  private final int rowBytes;
  private final ConcurrentLinkedDeque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();

  SegmentPool(BlockFormat format, Qwen35Configuration.Attention shape) {
    if (shape.headWidth() % format.blockLength() != 0) {
      throw new IllegalArgumentException(
          "heads of " + shape.headWidth() + " values cannot be kept in " + format);
    }
    this.format = format;
    this.shape = shape;
    this.rowBytes = format.rowBytes(shape.headWidth());
  }

  /** Bytes of one segment. */
  int segmentBytes() {
    return Math.multiplyExact(2 * shape.keyHeads() * TOKENS, rowBytes);
  }

  BlockFormat format() {
    return format;
  }

  int rowBytes() {
    return rowBytes;
  }

  /** Segments that wait for the next sequence. */
  int idle() {
    return idle.size();
  }

  /** Bytes of these. */
  long idleBytes() {
    return (long) idle() * segmentBytes();
  }

  /** An empty segment, held once. */
  Segment take() {
    ByteBuffer data = idle.poll();
    return new Segment(data == null ? allocate() : data);
  }

  private ByteBuffer allocate() {
    try {
      return ByteBuffer.allocateDirect(segmentBytes()).order(ByteOrder.LITTLE_ENDIAN);
    } catch (OutOfMemoryError e) {
      throw new InsufficientMemoryException(
          "no memory left for another "
              + segmentBytes()
              + " bytes of keys and values; the JVM's limit is -XX:MaxDirectMemorySize",
          e);
    }
  }

  /** Keys and values of all heads of one layer for some consecutive tokens. */
  final class Segment {

    // (heads, keys or values, TOKENS, rowBytes)
    private final ByteBuffer data;
    private final AtomicInteger holders = new AtomicInteger(1);

    private Segment(ByteBuffer data) {
      this.data = data;
    }

    ByteBuffer data() {
      return data;
    }

    int keys(int head) {
      return 2 * head * TOKENS * rowBytes;
    }

    int values(int head) {
      return (2 * head + 1) * TOKENS * rowBytes;
    }

    KeyValueRun run(int head, long first, int count) {
      return new KeyValueRun(
          format, shape.headWidth(), first, count, data, keys(head), values(head));
    }

    /** One more sequence holds it. */
    Segment share() {
      holders.incrementAndGet();
      return this;
    }

    /** One sequence less holds it; after the last its memory is used again. */
    void release() {
      if (holders.decrementAndGet() == 0) {
        idle.push(data);
      }
    }

    /** A segment of its own with the same first tokens. */
    Segment copy(int tokens) {
      Segment copy = take();
      for (int part = 0; part < 2 * shape.keyHeads(); part++) {
        int from = part * TOKENS * rowBytes;
        copy.data.put(from, data, from, tokens * rowBytes);
      }
      return copy;
    }
  }
}
