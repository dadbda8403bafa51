package org.unabridged.inference.clausemoe;

import org.unabridged.inference.model.ResidualStream;
import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tensor.MatrixRows;
import org.unabridged.inference.tensor.PackedMatrix;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.tokenizer.TokenSequence;

/**
 * First hidden states: the embedding of the token, plus a projection of the embeddings of the pair
 * and the triple of tokens that end with it, looked up by hash. Rows of the tables are decoded from
 * the mapped file as they are needed.
 */
final class NgramEmbedding {

  private static final int TASK_ROWS = 384;

  // multipliers of the hash, for the token and the two before it, and the bits of the product that
  // are dropped
  private static final long TOKEN = 0x9E3779B97F4A7C15L;
  private static final long BEFORE = 0xC2B2AE3D27D4EB4FL;
  private static final long TWO_BEFORE = 0x165667B19E3779F9L;
  private static final int DROPPED_BITS = 40;

  private final TensorKernels kernels;
  private final MatrixRows tokens;
  private final MatrixRows ngrams;
  private final PackedMatrix projection;

  /**
   * An embedding.
   *
   * @param tokens one row per token
   * @param ngrams one row per hash; as many as a power of two
   * @param projection from a row of {@code ngrams} to one of {@code tokens}
   */
  NgramEmbedding(
      TensorKernels kernels, MatrixRows tokens, MatrixRows ngrams, PackedMatrix projection) {
    if (Integer.bitCount(ngrams.rows()) != 1) {
      throw new IllegalArgumentException(ngrams.rows() + " n-grams, not a power of two");
    }
    this.kernels = kernels;
    this.tokens = tokens;
    this.ngrams = ngrams;
    this.projection = projection;
  }

  /** Fills the stream, which has one row per token. */
  void embed(TokenSequence sequence, ResidualStream stream, Workers.Lease lease) {
    int tasks = (sequence.size() + TASK_ROWS - 1) / TASK_ROWS;
    Scratch[] scratch = new Scratch[lease.workers()];
    lease.run(
        tasks,
        (task, worker) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new Scratch(ngrams.width(), projection.paddedOutputs());
          }
          int from = task * TASK_ROWS;
          int to = Math.min(from + TASK_ROWS, sequence.size());
          embed(sequence, stream, from, to, scratch[worker]);
        });
  }

  private void embed(
      TokenSequence sequence, ResidualStream stream, int from, int to, Scratch scratch) {
    int width = ngrams.width();
    for (int i = from; i < to; i++) {
      int row = (i - from) * width;
      ngrams.read(pair(sequence, i), scratch.sums, row);
      ngrams.read(triple(sequence, i), scratch.row, 0);
      Activations.add(scratch.row, 0, scratch.sums, row, width);
    }
    int stride = projection.paddedOutputs();
    kernels.multiply(scratch.sums, 0, width, to - from, projection, scratch.projected, 0, stride);
    for (int i = from; i < to; i++) {
      tokens.read(sequence.id(i), stream.array(i), stream.offset(i));
      Activations.add(
          scratch.projected,
          (i - from) * stride,
          stream.array(i),
          stream.offset(i),
          stream.width());
    }
  }

  /** Row of the n-gram table for the pair of tokens that ends at a place. */
  int pair(TokenSequence sequence, int index) {
    return row(pairHash(sequence, index));
  }

  /** Row of the n-gram table for the triple of tokens that ends at a place. */
  int triple(TokenSequence sequence, int index) {
    return row(pairHash(sequence, index) + idOrZero(sequence, index - 2) * TWO_BEFORE);
  }

  private static long pairHash(TokenSequence sequence, int index) {
    return sequence.id(index) * TOKEN + idOrZero(sequence, index - 1) * BEFORE;
  }

  /** Before the start of a document there is token 0. */
  private static long idOrZero(TokenSequence sequence, int index) {
    return index < 0 ? 0 : sequence.id(index);
  }

  private int row(long hash) {
    return (int) (hash >> DROPPED_BITS) & ngrams.rows() - 1;
  }

  private static final class Scratch {
    private final float[] sums;
    private final float[] row;
    private final float[] projected;

    Scratch(int width, int projectedWidth) {
      sums = new float[TASK_ROWS * width];
      row = new float[width];
      projected = new float[TASK_ROWS * projectedWidth];
    }
  }
}
