package org.unabridged.inference.model;

import java.util.Arrays;
import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tensor.PackedMatrix;
import org.unabridged.inference.tensor.TensorKernels;

/**
 * A sparse feed-forward network: a router sends each token to a few of many experts; one more
 * expert sees every token. Rows are gathered by expert, so that an expert's weights are read once
 * for all of its rows. Immutable.
 */
final class MixtureOfExperts {

  private final LayerShape shape;
  private final ExpertWeights weights;
  private final TensorKernels kernels;

  MixtureOfExperts(LayerShape shape, ExpertWeights weights, TensorKernels kernels) {
    this.shape = shape;
    this.weights = weights;
    this.kernels = kernels;
  }

  /** Width of what every row is multiplied by: shared expert, router, gate. */
  int commonWidth() {
    return weights.common().paddedOutputs();
  }

  /** Adds the network's output to some rows of the hidden state. */
  void apply(ResidualStream stream, Tile tile, int from, int to, RowScratch scratch) {
    int rows = to - from;
    int width = shape.width();
    for (int row = 0; row < rows; row++) {
      int token = tile.token(from + row);
      Activations.rmsNorm(
          stream.array(token),
          stream.offset(token),
          weights.norm(),
          shape.epsilon(),
          scratch.normalised,
          row * width);
    }
    kernels.multiply(
        scratch.normalised, 0, width, rows, weights.common(), scratch.wide, 0, commonWidth());
    for (int row = 0; row < rows; row++) {
      route(row, scratch);
    }
    applyShared(stream, tile, from, rows, scratch);
    sort(rows, scratch);
    for (int expert = 0; expert < shape.experts(); expert++) {
      applyExpert(expert, stream, tile, from, scratch);
    }
  }

  /**
   * The experts with the highest logits, the lowest number among equals; shares by softmax over the
   * chosen.
   */
  private void route(int row, RowScratch scratch) {
    int used = shape.expertsUsed();
    int logits = row * commonWidth() + 2 * shape.sharedWidth();
    int first = row * used;
    for (int rank = 0; rank < used; rank++) {
      scratch.chosen[first + rank] = highest(scratch.wide, logits, scratch.chosen, first, rank);
    }
    float sum = 0;
    float top = scratch.wide[logits + scratch.chosen[first]];
    for (int i = first; i < first + used; i++) {
      scratch.shares[i] = Activations.exp(scratch.wide[logits + scratch.chosen[i]] - top);
      sum += scratch.shares[i];
    }
    for (int i = first; i < first + used; i++) {
      scratch.shares[i] /= sum;
    }
  }

  private int highest(float[] logits, int offset, int[] chosen, int first, int rank) {
    int best = -1;
    for (int expert = 0; expert < shape.experts(); expert++) {
      boolean taken = false;
      for (int i = first; i < first + rank; i++) {
        taken |= chosen[i] == expert;
      }
      if (!taken && (best < 0 || logits[offset + expert] > logits[offset + best])) {
        best = expert;
      }
    }
    return best;
  }

  private void applyShared(
      ResidualStream stream, Tile tile, int from, int rows, RowScratch scratch) {
    int shared = shape.sharedWidth();
    for (int row = 0; row < rows; row++) {
      int at = row * commonWidth();
      float share = Activations.sigmoid(scratch.wide[at + 2 * shared + shape.experts()]);
      kernels.gate(
          scratch.wide, at, scratch.wide, at + shared, share, scratch.inner, row * shared, shared);
    }
    PackedMatrix down = weights.sharedDown();
    kernels.multiply(scratch.inner, 0, shared, rows, down, scratch.narrow, 0, down.paddedOutputs());
    for (int row = 0; row < rows; row++) {
      int token = tile.token(from + row);
      Activations.add(
          scratch.narrow,
          row * down.paddedOutputs(),
          stream.array(token),
          stream.offset(token),
          shape.width());
    }
  }

  /** Counting sort of the rows' choices by expert. */
  private void sort(int rows, RowScratch scratch) {
    int choices = rows * shape.expertsUsed();
    int[] starts = scratch.expertStarts;
    Arrays.fill(starts, 0);
    for (int i = 0; i < choices; i++) {
      starts[scratch.chosen[i] + 1]++;
    }
    for (int expert = 0; expert < shape.experts(); expert++) {
      starts[expert + 1] += starts[expert];
    }
    for (int i = choices - 1; i >= 0; i--) {
      // counts down from the end of each expert's range, which leaves its start
      scratch.order[--starts[scratch.chosen[i] + 1]] = i;
    }
    System.arraycopy(starts, 1, starts, 0, shape.experts());
    starts[shape.experts()] = choices;
  }

  private void applyExpert(
      int expert, ResidualStream stream, Tile tile, int from, RowScratch scratch) {
    int first = scratch.expertStarts[expert];
    int count = scratch.expertStarts[expert + 1] - first;
    if (count == 0) {
      return;
    }
    int width = shape.width();
    for (int i = 0; i < count; i++) {
      int row = scratch.order[first + i] / shape.expertsUsed();
      System.arraycopy(scratch.normalised, row * width, scratch.gathered, i * width, width);
    }
    PackedMatrix in = weights.in().get(expert);
    int inStride = in.paddedOutputs();
    kernels.multiply(scratch.gathered, 0, width, count, in, scratch.wide, 0, inStride);
    int inner = shape.expertWidth();
    for (int i = 0; i < count; i++) {
      float share = scratch.shares[scratch.order[first + i]];
      int at = i * inStride;
      kernels.gate(
          scratch.wide, at, scratch.wide, at + inner, share, scratch.inner, i * inner, inner);
    }
    PackedMatrix down = weights.down().get(expert);
    int downStride = down.paddedOutputs();
    kernels.multiply(scratch.inner, 0, inner, count, down, scratch.narrow, 0, downStride);
    for (int i = 0; i < count; i++) {
      int token = tile.token(from + scratch.order[first + i] / shape.expertsUsed());
      Activations.add(
          scratch.narrow, i * downStride, stream.array(token), stream.offset(token), width);
    }
  }
}
