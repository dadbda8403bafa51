package org.unabridged.inference.clausemoe;

import org.unabridged.inference.model.ResidualStream;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.FloatRows;
import org.unabridged.inference.tensor.PackedMatrix;
import org.unabridged.inference.tensor.Workers;

/** Last hidden states to one score per clause type and token. Immutable. */
final class Classifier {

  private static final int TASK_ROWS = 384;

  private final FloatKernels kernels;
  private final float[] norm;
  private final float epsilon;
  private final PackedMatrix head;
  private final float[] bias;

  Classifier(FloatKernels kernels, float[] norm, float epsilon, PackedMatrix head, float[] bias) {
    this.kernels = kernels;
    this.norm = norm;
    this.epsilon = epsilon;
    this.head = head;
    this.bias = bias;
  }

  /** Number of clause types. */
  int types() {
    return bias.length;
  }

  /** Computes the logits of every token and hands them on, in the order of the text. */
  void classify(ResidualStream stream, Workers.Lease lease, LogitSink sink) {
    int stride = head.paddedOutputs();
    int blocks = lease.workers();
    float[][] normalised = new float[blocks][TASK_ROWS * norm.length];
    float[][] logits = new float[blocks][TASK_ROWS * stride];
    for (int first = 0; first < stream.tokens(); first += blocks * TASK_ROWS) {
      int from = first;
      int left = Math.min(blocks * TASK_ROWS, stream.tokens() - first);
      int tasks = (left + TASK_ROWS - 1) / TASK_ROWS;
      lease.run(
          tasks,
          (task, worker) -> {
            int start = from + task * TASK_ROWS;
            int rows = Math.min(TASK_ROWS, stream.tokens() - start);
            classify(stream, start, rows, normalised[task], logits[task]);
          });
      for (int row = 0; row < left; row++) {
        sink.accept(from + row, logits[row / TASK_ROWS], row % TASK_ROWS * stride);
      }
    }
  }

  private void classify(
      ResidualStream stream, int start, int rows, float[] normalised, float[] logits) {
    stream.read(start, rows, normalised);
    FloatRows hidden = FloatRows.of(normalised, norm.length);
    kernels.norm(hidden, rows, norm, epsilon, hidden);
    FloatRows target = FloatRows.of(logits, head.paddedOutputs());
    kernels.multiply(hidden, rows, head, target);
    kernels.add(new FloatRows(bias, 0, 0), rows, bias.length, target);
  }

  /** Receives the scores of one token after the other. */
  @FunctionalInterface
  interface LogitSink {

    /**
     * Takes one token's scores.
     *
     * @param token its index
     * @param logits holds them; reused after the call
     * @param offset where they start
     */
    void accept(int token, float[] logits, int offset);
  }
}
