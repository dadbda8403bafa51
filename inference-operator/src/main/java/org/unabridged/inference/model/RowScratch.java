package org.unabridged.inference.model;

import org.unabridged.inference.tensor.DeltaRows;
import org.unabridged.inference.tensor.FloatKernels;

/** Buffers of one worker for one block of rows. Owned by one call. */
final class RowScratch {

  /** Rows that the delta rule takes at a time: its inputs stay in the nearest cache. */
  static final int SCAN_ROWS = 64;

  /** The rows of the hidden state. */
  final float[] hidden;

  final float[] normalised;
  final float[] wide;
  final float[] narrow;
  final float[] gathered;
  final float[] inner;

  /** Experts chosen by each row, and with what weight. */
  final int[] chosen;

  final float[] shares;

  /** Factor on each row that goes through an expert. */
  final float[] factors;

  /** Rows in the order of their experts: a row stands in it once for each expert it uses. */
  final int[] order;

  final int[] expertStarts;
  final DeltaRows delta;

  RowScratch(LayerShape shape, int rows, int commonWidth) {
    int padded = FloatKernels.paddedRows(rows);
    int routed = rows * shape.expertsUsed();
    // all rows can choose the same expert, each at most once
    int innerWidth = Math.max(2 * shape.expertWidth(), commonWidth);
    hidden = new float[rows * shape.width()];
    normalised = new float[padded * shape.width()];
    wide = new float[padded * padded(innerWidth)];
    narrow = new float[padded * padded(shape.width())];
    gathered = new float[padded * shape.width()];
    inner = new float[padded * Math.max(shape.expertWidth(), shape.sharedWidth())];
    chosen = new int[routed];
    shares = new float[routed];
    factors = new float[rows];
    order = new int[routed];
    expertStarts = new int[shape.experts() + 1];
    delta = new DeltaRows(SCAN_ROWS, shape.keyWidth(), shape.valueWidth());
  }

  /** A width that a product can pad up to, whatever the panels. */
  private static int padded(int width) {
    return (width + 63) / 64 * 64;
  }
}
