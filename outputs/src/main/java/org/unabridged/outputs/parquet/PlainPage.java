package org.unabridged.outputs.parquet;

import java.util.Arrays;

/**
 * A page before it is compressed. Owns its arrays.
 *
 * @param levels repetition and definition levels, each after its length; empty when there are none
 * @param values an array that begins with the encoded values
 * @param length how many bytes of that array are values
 */
record PlainPage(byte[] levels, byte[] values, int length) {

  PlainPage {
    if (length < 0 || length > values.length) {
      throw new IllegalArgumentException(
          "length must be between 0 and " + values.length + ", but was: " + length);
    }
  }

  long size() {
    return (long) levels.length + length;
  }

  /** An array that begins with the whole page; copies only where there are levels. */
  byte[] joined() {
    if (levels.length == 0) {
      return values;
    }
    byte[] joined = Arrays.copyOf(levels, Math.toIntExact(size()));
    System.arraycopy(values, 0, joined, levels.length, length);
    return joined;
  }
}
