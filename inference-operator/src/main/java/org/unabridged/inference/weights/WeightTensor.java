package org.unabridged.inference.weights;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tensor.MatrixRows;
import org.unabridged.inference.tensor.WeightMatrix;

/**
 * One tensor of a model's weights, decoded row by row from where it lies, usually in a mapped file.
 * Immutable and thread-safe.
 *
 * <p>A tensor of more than two dimensions reads as the rows of all its matrices, one below the
 * other.
 */
public final class WeightTensor implements MatrixRows {

  private final String name;
  // outermost first: rows before columns
  private final List<Integer> shape;
  // INVARIANT: all of the same format, width and number of rows, but for fewer rows in the last
  private final List<WeightMatrix> parts;
  private final int rows;

  /**
   * A tensor in parts.
   *
   * @param name to call it by
   * @param shape outermost dimension first
   * @param parts consecutive rows, each part as many as the first, the last perhaps fewer
   */
  WeightTensor(String name, List<Integer> shape, List<WeightMatrix> parts) {
    this.name = name;
    this.shape = List.copyOf(shape);
    this.parts = List.copyOf(parts);
    this.rows = parts.stream().mapToInt(WeightMatrix::rows).reduce(0, Math::addExact);
    int expected = shape.subList(0, shape.size() - 1).stream().reduce(1, Math::multiplyExact);
    int width = shape.get(shape.size() - 1);
    if (rows != expected || parts.stream().anyMatch(part -> part.width() != width)) {
      throw new IllegalArgumentException(name + ": parts of " + rows + " rows for " + shape);
    }
  }

  /** Name in the file. */
  public String name() {
    return name;
  }

  /** Extent of each dimension, outermost first. */
  public List<Integer> shape() {
    return shape;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return shape.get(shape.size() - 1);
  }

  @Override
  public void read(int row, float[] target, int offset) {
    int partRows = parts.get(0).rows();
    parts.get(row / partRows).read(row % partRows, target, offset);
  }

  /**
   * All rows as one matrix.
   *
   * @throws WeightFormatException if they are more than one buffer holds, 2 GiB, or lie apart
   */
  public WeightMatrix matrix() {
    if (parts.size() > 1) {
      throw new WeightFormatException(
          name + " of shape " + shape + " does not lie in one piece of at most 2 GiB");
    }
    return parts.get(0);
  }

  /**
   * The matrices of a three-dimensional tensor, such as one for each expert. Each lies in one
   * piece; all of them together need not.
   */
  public List<WeightMatrix> matrices() {
    if (shape.size() != 3) {
      throw new IllegalStateException(name + " has shape " + shape + ", not three dimensions");
    }
    int matrixRows = shape.get(1);
    List<WeightMatrix> matrices = new ArrayList<>();
    for (WeightMatrix part : parts) {
      for (int row = 0; row < part.rows(); row += matrixRows) {
        matrices.add(part.slice(row, matrixRows));
      }
    }
    return matrices;
  }

  @Override
  public List<WeightMatrix> stored() {
    return parts;
  }
}
