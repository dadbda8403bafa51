package org.unabridged.inference.qwen35;

import java.util.List;
import org.unabridged.inference.tensor.Activations;
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

  /** What is done to a row. */
  @FunctionalInterface
  interface RowTask {
    void run(int row, int worker);
  }

  /** Does something to every row, shared out among the threads. */
  void eachRow(RowTask task) {
    lease.run(
        (rows + TASK_ROWS - 1) / TASK_ROWS,
        (group, worker) -> {
          int end = Math.min(rows, (group + 1) * TASK_ROWS);
          for (int row = group * TASK_ROWS; row < end; row++) {
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
    int width = target.depth();
    eachRow(
        (row, worker) -> {
          Activations.rmsNorm(
              space.hidden, row * width, norm, epsilon, target.values(), row * width);
          kernels.prepare(target, row, row + 1);
        });
  }

  /** Adds what a part of a layer has computed to the hidden states. */
  void addOutput() {
    int width = space.normalised.depth();
    eachRow(
        (row, worker) ->
            Activations.add(space.output, row * width, space.hidden, row * width, width));
  }

  /** Products of the normalised hidden states. */
  Products products() {
    return new Products(space.normalised);
  }

  void run(Products products) {
    products.run(rows, kernels, lease);
  }
}
