package org.unabridged.inference.weights;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.MatrixRows;
import org.unabridged.inference.tensor.WeightMatrix;

/**
 * One tensor of a GGUF file, decoded row by row from the mapped file. Immutable and thread-safe.
 *
 * <p>A tensor of more than two dimensions reads as the rows of all its matrices, one below the
 * other.
 */
public final class GgufTensor implements MatrixRows {

  private final String name;
  // outermost first: rows before columns
  private final List<Integer> shape;
  private final WeightMatrix matrix;

  GgufTensor(String name, List<Integer> shape, BlockFormat type, ByteBuffer data) {
    this.name = name;
    this.shape = List.copyOf(shape);
    int rows = shape.subList(0, shape.size() - 1).stream().reduce(1, Math::multiplyExact);
    this.matrix = new WeightMatrix(type, rows, shape.get(shape.size() - 1), data);
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
    return matrix.rows();
  }

  @Override
  public int width() {
    return matrix.width();
  }

  @Override
  public void read(int row, float[] target, int offset) {
    matrix.read(row, target, offset);
  }

  /** All rows as one matrix. */
  public WeightMatrix matrix() {
    return matrix;
  }

  /** The matrices of a three-dimensional tensor, such as one for each expert. */
  public List<WeightMatrix> matrices() {
    if (shape.size() != 3) {
      throw new IllegalStateException(name + " has shape " + shape + ", not three dimensions");
    }
    List<WeightMatrix> matrices = new ArrayList<>();
    for (int i = 0; i < shape.get(0); i++) {
      matrices.add(matrix.slice(i * shape.get(1), shape.get(1)));
    }
    return matrices;
  }
}
