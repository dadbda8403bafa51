package org.unabridged.inference.clausemoe;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.unabridged.inference.model.ResidualStream;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.FloatRows;
import org.unabridged.inference.tensor.MatrixRows;
import org.unabridged.inference.tensor.PackedMatrix;
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

  private final FloatKernels kernels;
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
      FloatKernels kernels, MatrixRows tokens, MatrixRows ngrams, PackedMatrix projection) {
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
            int width = projection.paddedOutputs();
            scratch[worker] = new Scratch(ngrams.width(), width, stream.width());
          }
          int from = task * TASK_ROWS;
          int to = Math.min(from + TASK_ROWS, sequence.size());
          embed(sequence, stream, from, to, scratch[worker]);
        });
  }

  private void embed(
      TokenSequence sequence, ResidualStream stream, int from, int to, Scratch scratch) {
    int rows = to - from;
    FloatRows sums = FloatRows.of(scratch.sums, ngrams.width());
    Arrays.fill(scratch.sums, 0f);
    lookUp(ngrams, rows, i -> pair(sequence, from + i), scratch, sums);
    lookUp(ngrams, rows, i -> triple(sequence, from + i), scratch, sums);
    FloatRows projected = FloatRows.of(scratch.projected, projection.paddedOutputs());
    kernels.multiply(sums, rows, projection, projected);
    FloatRows hidden = FloatRows.of(scratch.hidden, stream.width());
    Arrays.fill(scratch.hidden, 0f);
    lookUp(tokens, rows, i -> sequence.id(from + i), scratch, hidden);
    kernels.add(projected, rows, stream.width(), hidden);
    stream.write(scratch.hidden, from, rows);
  }

  private void lookUp(
      MatrixRows table, int count, IntUnaryOperator row, Scratch scratch, FloatRows target) {
    for (int i = 0; i < count; i++) {
      scratch.rows[i] = row.applyAsInt(i);
    }
    kernels.lookUp(table, scratch.rows, count, target);
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
    private final float[] projected;
    private final float[] hidden;
    private final int[] rows = new int[TASK_ROWS];

    Scratch(int width, int projectedWidth, int hiddenWidth) {
      sums = new float[TASK_ROWS * width];
      projected = new float[TASK_ROWS * projectedWidth];
      hidden = new float[TASK_ROWS * hiddenWidth];
    }
  }
}
