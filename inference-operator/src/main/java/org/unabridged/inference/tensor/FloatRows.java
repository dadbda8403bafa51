package org.unabridged.inference.tensor;

import java.util.Objects;

/**
 * Rows of floats within an array. Only a view: whoever holds the array may write to it.
 *
 * @param values the array
 * @param offset where row 0 starts
 * @param stride distance between rows; 0 for one row that stands for all
 */
@SuppressWarnings("ArrayRecordComponent") // a view
public record FloatRows(float[] values, int offset, int stride) {

  /** Rows that fill an array without gaps. */
  public static FloatRows of(float[] values, int width) {
    return new FloatRows(values, 0, width);
  }

  /** The same rows from a later one, or from a later column, on. */
  public FloatRows from(int row, int column) {
    return new FloatRows(values, at(row) + column, stride);
  }

  /** Where a row starts. */
  int at(int row) {
    return offset + row * stride;
  }

  /** Makes sure that so many rows of that width lie within the array. */
  void check(int rows, int width) {
    if (stride < 0 || rows < 0) {
      throw new IndexOutOfBoundsException(rows + " rows at a stride of " + stride);
    }
    if (rows > 0) {
      Objects.checkFromIndexSize(offset, (rows - 1L) * stride + width, values.length);
    }
  }
}
