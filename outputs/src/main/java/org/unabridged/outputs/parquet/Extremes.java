package org.unabridged.outputs.parquet;

import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.ColumnType;

/**
 * The least and the greatest value of a page. parquet-java's own statistics take them in at the end
 * of the page only, because they compare by way of several virtual calls for each value.
 */
final class Extremes {

  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private double leastDouble = Double.POSITIVE_INFINITY;
  private double greatestDouble = Double.NEGATIVE_INFINITY;
  private byte @Nullable [] leastBytes;
  private byte @Nullable [] greatestBytes;

  void add(long value) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }

  /**
   * Which zero it is does not matter: statistics make the least negative, the greatest positive.
   */
  void add(double value) {
    if (value < leastDouble) {
      leastDouble = value;
    }
    if (value > greatestDouble) {
      greatestDouble = value;
    }
  }

  /** Keeps the array. */
  void add(byte[] value) {
    if (leastBytes == null || greatestBytes == null) {
      leastBytes = value;
      greatestBytes = value;
    } else if (Arrays.compareUnsigned(value, leastBytes) < 0) {
      leastBytes = value;
    } else if (Arrays.compareUnsigned(value, greatestBytes) > 0) {
      greatestBytes = value;
    }
  }

  /** Hands them to the statistics of a column of a type, and begins anew. */
  void moveTo(Statistics<?> statistics, ColumnType type) {
    switch (type) {
      case STRING -> moveBytes(statistics);
      case INT32, INT64, BOOLEAN -> moveIntegers(statistics, type);
      case FLOAT64 -> moveDoubles(statistics);
      case LIST, STRUCT -> throw new IllegalStateException("A leaf is no " + type);
    }
  }

  private void moveBytes(Statistics<?> statistics) {
    if (leastBytes != null && greatestBytes != null) {
      statistics.updateStats(Binary.fromConstantByteArray(leastBytes));
      statistics.updateStats(Binary.fromConstantByteArray(greatestBytes));
    }
    leastBytes = null;
    greatestBytes = null;
  }

  private void moveIntegers(Statistics<?> statistics, ColumnType type) {
    if (least <= greatest) {
      moveInteger(statistics, type, least);
      moveInteger(statistics, type, greatest);
    }
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
  }

  private static void moveInteger(Statistics<?> statistics, ColumnType type, long value) {
    if (type == ColumnType.BOOLEAN) {
      statistics.updateStats(value != 0);
    } else if (type == ColumnType.INT32) {
      statistics.updateStats(Math.toIntExact(value));
    } else {
      statistics.updateStats(value);
    }
  }

  private void moveDoubles(Statistics<?> statistics) {
    if (leastDouble <= greatestDouble) {
      statistics.updateStats(leastDouble);
      statistics.updateStats(greatestDouble);
    }
    leastDouble = Double.POSITIVE_INFINITY;
    greatestDouble = Double.NEGATIVE_INFINITY;
  }
}
