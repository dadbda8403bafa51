package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A weight matrix as a file holds it, shape (rows, width): blocks of a format, row after row,
 * usually in a mapped file. A row is one output of a product, its values belong to the inputs.
 * Immutable and thread-safe; nothing is decoded before it is read.
 */
public final class WeightMatrix implements MatrixRows {

  private final BlockFormat format;
  private final int rows;
  private final int width;
  private final ByteBuffer data;

  /**
   * A matrix over bytes, which are not copied.
   *
   * @param format of the blocks
   * @param rows number of rows
   * @param width values in a row, a multiple of the format's block length
   * @param data exactly the bytes of the matrix, from position to limit
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public WeightMatrix(BlockFormat format, int rows, int width, ByteBuffer data) {
    if (rows < 1 || width < 1 || width % format.blockLength() != 0) {
      throw new IllegalArgumentException(
          "a matrix of " + rows + " rows of " + width + " values in " + format);
    }
    if (data.remaining() != (long) rows * format.rowBytes(width)) {
      throw new IllegalArgumentException(
          rows
              + " rows of "
              + width
              + " values in "
              + format
              + " are not "
              + data.remaining()
              + " bytes");
    }
    this.format = format;
    this.rows = rows;
    this.width = width;
    this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How the values are stored. */
  public BlockFormat format() {
    return format;
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
    format.decode(data, Math.multiplyExact(row, format.rowBytes(width)), target, offset, width);
  }

  @Override
  public List<WeightMatrix> stored() {
    return List.of(this);
  }

  /** Some consecutive rows as a matrix of their own, on the same bytes. */
  public WeightMatrix slice(int firstRow, int count) {
    int rowBytes = format.rowBytes(width);
    ByteBuffer part = data.duplicate();
    part.limit(Math.multiplyExact(firstRow + count, rowBytes)).position(firstRow * rowBytes);
    return new WeightMatrix(format, count, width, part);
  }

  /** Where the bytes lie in memory, or 0 if they are on the heap. Needs the native library. */
  long address() {
    return data.isDirect() ? NativeLibrary.address(data) : 0;
  }

  /**
   * A copy of rows in another order, outside the heap.
   *
   * @param order the row that comes to each place
   */
  public WeightMatrix gatherRows(int[] order) {
    int rowBytes = format.rowBytes(width);
    ByteBuffer copy = ByteBuffer.allocateDirect(Math.multiplyExact(order.length, rowBytes));
    for (int i = 0; i < order.length; i++) {
      copy.put(i * rowBytes, data, Math.multiplyExact(order[i], rowBytes), rowBytes);
    }
    return new WeightMatrix(format, order.length, width, copy);
  }

  /**
   * A copy with the columns in another order, outside the heap.
   *
   * @param run columns that stay together, a multiple of the format's block length
   * @param order the run that comes to each place
   */
  public WeightMatrix gatherColumns(int run, int[] order) {
    if (run % format.blockLength() != 0 || (long) run * order.length != width) {
      throw new IllegalArgumentException(
          order.length + " runs of " + run + " columns in a width of " + width + " in " + format);
    }
    int runBytes = format.rowBytes(run);
    ByteBuffer copy = ByteBuffer.allocateDirect(data.capacity());
    for (int to = 0, row = 0; row < rows; row++) {
      int start = row * format.rowBytes(width);
      for (int from : order) {
        copy.put(to, data, start + from * runBytes, runBytes);
        to += runBytes;
      }
    }
    return new WeightMatrix(format, rows, width, copy);
  }

  /** The bytes, little-endian, from 0. */
  ByteBuffer data() {
    return data;
  }
}
