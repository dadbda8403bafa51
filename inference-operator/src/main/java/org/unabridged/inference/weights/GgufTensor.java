package org.unabridged.inference.weights;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tensor.MatrixRows;

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
  private final TensorType type;
  private final ByteBuffer data;
  private final int rows;
  private final int width;
  private final int rowBytes;

  GgufTensor(String name, List<Integer> shape, TensorType type, ByteBuffer data) {
    this.name = name;
    this.shape = List.copyOf(shape);
    this.type = type;
    this.data = data;
    this.rows = shape.subList(0, shape.size() - 1).stream().reduce(1, Math::multiplyExact);
    this.width = shape.get(shape.size() - 1);
    this.rowBytes = width / type.blockLength * type.blockBytes;
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
    return width;
  }

  @Override
  public void read(int row, float[] target, int offset) {
    type.decode(data, Math.multiplyExact(row, rowBytes), target, offset, width);
  }

  /** The matrices of a three-dimensional tensor, such as one for each expert. */
  public List<MatrixRows> matrices() {
    if (shape.size() != 3) {
      throw new IllegalStateException(name + " has shape " + shape + ", not three dimensions");
    }
    List<MatrixRows> matrices = new ArrayList<>();
    for (int i = 0; i < shape.get(0); i++) {
      matrices.add(new Slice(this, i * shape.get(1), shape.get(1)));
    }
    return matrices;
  }

  private record Slice(GgufTensor tensor, int firstRow, int rows) implements MatrixRows {

    @Override
    public int width() {
      return tensor.width();
    }

    @Override
    public void read(int row, float[] target, int offset) {
      tensor.read(firstRow + row, target, offset);
    }
  }
}
