package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The repetition levels or the definition levels of a page, and how often each occurs. A column
 * whose greatest level is zero has none.
 */
final class Levels {

  private static final int FIRST_SLAB_BYTES = 64;
  private static final int LARGEST_SLAB_BYTES = 1 << 16;

  private final @Nullable RunLengthBitPackingHybridEncoder encoder;
  private final long[] counts;

  Levels(int greatest) {
    this.encoder = greatest == 0 ? null : encoder(BytesUtils.getWidthFromMaxInt(greatest));
    this.counts = new long[greatest + 1];
  }

  static RunLengthBitPackingHybridEncoder encoder(int bitWidth) {
    return new RunLengthBitPackingHybridEncoder(
        bitWidth, FIRST_SLAB_BYTES, LARGEST_SLAB_BYTES, HeapByteBufferAllocator.getInstance());
  }

  void add(int level) {
    if (encoder != null) {
      try {
        encoder.writeInt(level);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot encode a level", e);
      }
      counts[level]++;
    }
  }

  /** How many bytes they take so far. */
  long bytes() {
    return encoder == null ? 0 : encoder.getBufferedSize();
  }

  /** The levels of a page, after their length; empty when there are none. */
  BytesInput encoded() throws IOException {
    if (encoder == null) {
      return BytesInput.empty();
    }
    BytesInput levels = encoder.toBytes();
    return BytesInput.concat(BytesInput.fromInt(Math.toIntExact(levels.size())), levels);
  }

  /**
   * How often each level occurs, from zero up; empty when there are fewer levels than asked for.
   */
  List<Long> histogram(int leastLevels) {
    List<Long> histogram = new ArrayList<>();
    if (counts.length >= leastLevels) {
      for (long count : counts) {
        histogram.add(count);
      }
    }
    return histogram;
  }

  /** Begins the next page. */
  void clear() {
    if (encoder != null) {
      encoder.reset();
      Arrays.fill(counts, 0);
    }
  }
}
