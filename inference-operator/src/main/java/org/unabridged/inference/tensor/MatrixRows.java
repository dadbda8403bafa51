package org.unabridged.inference.tensor;

import java.util.List;

/** A matrix that can be read row by row, whatever it is stored as. */
public interface MatrixRows {

  /** Number of rows. */
  int rows();

  /** Number of values in a row. */
  int width();

  /**
   * Reads one row as float32.
   *
   * @param row index of the row, from 0
   * @param target receives {@link #width()} values
   * @param offset where in {@code target} they go
   */
  void read(int row, float[] target, int offset);

  /** The matrices that hold the rows, one below the other; none if they are not stored as such. */
  default List<WeightMatrix> stored() {
    return List.of();
  }

  /** All rows, one after the other. */
  default float[] toArray() {
    float[] values = new float[Math.multiplyExact(rows(), width())];
    for (int row = 0; row < rows(); row++) {
      read(row, values, row * width());
    }
    return values;
  }
}
