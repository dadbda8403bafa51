package org.unabridged.inference.weights;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tensor.BlockFormat;

/**
 * Where a tensor lies in its file.
 *
 * @param name of the tensor
 * @param shape outermost dimension first; every extent at least 1, the last a multiple of the
 *     format's block length
 * @param format of its blocks
 * @param start first byte in the file
 */
record TensorPlace(String name, List<Integer> shape, BlockFormat format, long start) {

  /** Most bytes of a piece that is mapped: what a buffer can hold. */
  static final long LARGEST_PIECE = Integer.MAX_VALUE;

  TensorPlace {
    shape = List.copyOf(shape);
    if (width(shape) % format.blockLength() != 0) {
      throw new WeightFormatException(
          "tensor " + name + " has rows that are no whole blocks of " + format);
    }
    long rowBytes = (long) (width(shape) / format.blockLength()) * format.blockBytes();
    if (rowBytes > LARGEST_PIECE) {
      throw new WeightFormatException("tensor " + name + " has a row of " + rowBytes + " bytes");
    }
    long rows = 1;
    for (int extent : shape.subList(0, shape.size() - 1)) {
      rows *= extent;
      if (rows > Integer.MAX_VALUE) {
        throw new WeightFormatException("tensor " + name + " has too many rows");
      }
    }
  }

  private static int width(List<Integer> shape) {
    return shape.get(shape.size() - 1);
  }

  int rows() {
    return shape.subList(0, shape.size() - 1).stream().reduce(1, Math::multiplyExact);
  }

  int width() {
    return width(shape);
  }

  /** Bytes of the tensor. */
  long bytes() {
    return rows() * rowBytes();
  }

  long end() {
    return start + bytes();
  }

  long rowBytes() {
    return (long) (width() / format.blockLength()) * format.blockBytes();
  }

  /**
   * Rows of each piece that the tensor is mapped in: all, or as many whole matrices, or of a matrix
   * as many rows, as a buffer can hold.
   */
  int pieceRows(long largestPiece) {
    long most = largestPiece / rowBytes();
    if (most >= rows()) {
      return rows();
    }
    int unit = shape.size() == 3 && shape.get(1) <= most ? shape.get(1) : 1;
    return (int) Math.max(1, most / unit * unit);
  }

  /** The pieces, each of {@link #pieceRows} rows, the last perhaps of fewer. */
  List<Piece> pieces(long largestPiece) {
    List<Piece> pieces = new ArrayList<>();
    int pieceRows = pieceRows(largestPiece);
    for (long row = 0; row < rows(); row += pieceRows) {
      int count = (int) Math.min(pieceRows, rows() - row);
      pieces.add(new Piece(start + row * rowBytes(), count, count * rowBytes()));
    }
    return pieces;
  }

  /** A run of rows: where in the file it starts, how many rows and bytes it has. */
  record Piece(long start, int rows, long bytes) {}
}
