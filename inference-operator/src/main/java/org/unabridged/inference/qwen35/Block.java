package org.unabridged.inference.qwen35;

import java.util.List;
import org.unabridged.inference.tensor.FloatRows;
import org.unabridged.inference.tensor.InputRows;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;

/**
 * Rows on their way through the layers: tokens of one sequence, or one of each of several.
 *
 * @param runs which sequences the rows belong to
 * @param rows how many
 * @param space their buffers
 * @param kernels what computes
 * @param lease the threads
 */
record Block(
    List<Run> runs, int rows, Workspace space, TensorKernels kernels, Workers.Lease lease) {

  /** Rows of one task of small work. */
  private static final int TASK_ROWS = 16;

  /** What is done to some rows. */
  @FunctionalInterface
  interface RowsTask {
    void run(int from, int to, int worker);
  }

  /** Does something to all rows, shared out among the threads. */
  void eachRows(RowsTask task) {
    lease.run(
        (rows + TASK_ROWS - 1) / TASK_ROWS,
        (group, worker) -> {
          int from = group * TASK_ROWS;
          task.run(from, Math.min(rows, from + TASK_ROWS), worker);
        });
  }

  /** What is done to a row. */
  @FunctionalInterface
  interface RowTask {
    void run(int row, int worker);
  }

  /** Does something to every row, shared out among the threads. */
  void eachRow(RowTask task) {
    eachRows(
        (from, to, worker) -> {
          for (int row = from; row < to; row++) {
            task.run(row, worker);
          }
        });
  }

  /** The run that a row belongs to. */
  Run runOf(int row) {
    for (Run run : runs) {
      if (row < run.row() + run.rows()) {
        return run;
      }
    }
    throw new IllegalArgumentException("row " + row + " of " + rows);
  }

  /** Normalises the hidden states for the next part of a layer. */
  void normalise(float[] norm, float epsilon) {
    InputRows target = space.normalised;
    FloatRows hidden = FloatRows.of(space.hidden, target.depth());
    FloatRows normalised = FloatRows.of(target.values(), target.depth());
    eachRows(
        (from, to, worker) -> {
          FloatRows into = normalised.from(from, 0);
          kernels.floats().norm(hidden.from(from, 0), to - from, norm, epsilon, into);
          kernels.stored().prepare(target, from, to);
        });
  }

  /** Adds what a part of a layer has computed to the hidden states. */
  void addOutput() {
    int width = space.normalised.depth();
    FloatRows output = FloatRows.of(space.output, width);
    FloatRows hidden = FloatRows.of(space.hidden, width);
    eachRows(
        (from, to, worker) ->
            kernels.floats().add(output.from(from, 0), to - from, width, hidden.from(from, 0)));
  }

  /** Products of the normalised hidden states. */
  Products products() {
    return new Products(space.normalised);
  }

  void run(Products products) {
    products.run(rows, kernels, lease);
  }
}
