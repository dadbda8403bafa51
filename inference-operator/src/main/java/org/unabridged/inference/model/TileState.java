package org.unabridged.inference.model;

import org.unabridged.inference.tensor.TensorKernels;

/**
 * Where a layer stands on its way through a document: a tile of rows between the steps, and what
 * the network remembers of all rows before. Owned by one call, started afresh for each layer.
 */
final class TileState {

  /**
   * Projections of the rows of the tile, after those of the last rows before it, which the
   * convolution reads.
   */
  final float[] projected;

  final int projectedStride;

  /** Rows before the first of the tile. */
  final int history;

  /** Output of all heads for the rows of the tile, shape (rows, valuesWidth). */
  final float[] mixed;

  /** State of the delta rule, shape (valueHeads, keyWidth, valueWidth). */
  final float[] memory;

  TileState(LayerShape shape, int rows, int projectedStride) {
    int padded = TensorKernels.paddedRows(rows);
    this.history = shape.taps() - 1;
    this.projectedStride = projectedStride;
    this.projected = new float[(history + padded) * projectedStride];
    this.mixed = new float[padded * shape.valuesWidth()];
    this.memory = new float[shape.valuesWidth() * shape.keyWidth()];
  }

  int projectedRow(int row) {
    return (history + row) * projectedStride;
  }
}
