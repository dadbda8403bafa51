package org.unabridged.inference.model;

import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.FloatRows;

/**
 * Where a layer stands on its way through a document: a tile of rows between the steps, and what
 * the network remembers of all rows before. Owned by one call, started afresh for each layer.
 */
final class TileState {

  /**
   * Projections of the rows of the tile, after those of the last rows before it, which the
   * convolution reads.
   */
  private final float[] projected;

  private final int projectedStride;

  /** Rows before the first of the tile. */
  final int history;

  /** Output of all heads for the rows of the tile, shape (rows, valuesWidth). */
  final float[] mixed;

  /** State of the delta rule, shape (valueHeads, keyWidth, valueWidth). */
  final float[] memory;

  TileState(LayerShape shape, int rows, int projectedStride) {
    int padded = FloatKernels.paddedRows(rows);
    this.history = shape.taps() - 1;
    this.projectedStride = projectedStride;
    this.projected = new float[(history + padded) * projectedStride];
    this.mixed = new float[padded * shape.valuesWidth()];
    this.memory = new float[shape.valuesWidth() * shape.keyWidth()];
  }

  /** Projections from a row of the tile and from a column on; negative rows are the history. */
  FloatRows projected(int row, int column) {
    return new FloatRows(projected, (history + row) * projectedStride + column, projectedStride);
  }

  /** Moves channels of the last rows before the first, for the next tile. */
  void keepChannels(int channel, int channels, int rows) {
    for (int i = 0; i < history; i++) {
      int from = (rows + i) * projectedStride + channel;
      System.arraycopy(projected, from, projected, i * projectedStride + channel, channels);
    }
  }

  /** Copies one column of some rows. */
  void copyColumn(int row, int column, int rows, float[] target) {
    int at = (history + row) * projectedStride + column;
    for (int i = 0; i < rows; i++) {
      target[i] = projected[at + i * projectedStride];
    }
  }
}
