package org.unabridged.inference.model;

import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.FloatRows;
import org.unabridged.inference.tensor.PackedMatrix;
import org.unabridged.inference.tensor.Routing;

/**
 * A sparse feed-forward network: a router sends each token to a few of many experts; one more
 * expert sees every token. Rows are gathered by expert, so that an expert's weights are read once
 * for all of its rows. Immutable.
 */
final class MixtureOfExperts {

  private final LayerShape shape;
  private final ExpertWeights weights;
  private final FloatKernels kernels;

  MixtureOfExperts(LayerShape shape, ExpertWeights weights, FloatKernels kernels) {
    this.shape = shape;
    this.weights = weights;
    this.kernels = kernels;
  }

  /** Width of what every row is multiplied by: shared expert, router, gate. */
  int commonWidth() {
    return weights.common().paddedOutputs();
  }

  /** Adds the network's output to the first rows of the hidden state. */
  void apply(int rows, RowScratch scratch) {
    FloatRows hidden = FloatRows.of(scratch.hidden, shape.width());
    FloatRows normalised = FloatRows.of(scratch.normalised, shape.width());
    FloatRows common = FloatRows.of(scratch.wide, commonWidth());
    kernels.norm(hidden, rows, weights.norm(), shape.epsilon(), normalised);
    kernels.multiply(normalised, rows, weights.common(), common);
    FloatRows logits = common.from(0, 2 * shape.sharedWidth());
    kernels.route(
        logits, rows, shape.experts(), scratch.chosen, shape.expertsUsed(), scratch.shares);
    applyShared(rows, common, scratch);
    int choices = rows * shape.expertsUsed();
    Routing.sort(scratch.chosen, choices, scratch.order, scratch.expertStarts);
    for (int expert = 0; expert < shape.experts(); expert++) {
      applyExpert(expert, scratch);
    }
  }

  private void applyShared(int rows, FloatRows common, RowScratch scratch) {
    int width = shape.sharedWidth();
    int gate = 2 * width + shape.experts();
    for (int row = 0; row < rows; row++) {
      scratch.factors[row] = Activations.sigmoid(scratch.wide[row * commonWidth() + gate]);
    }
    FloatRows inner = FloatRows.of(scratch.inner, width);
    kernels.gate(common, common.from(0, width), scratch.factors, rows, width, inner);
    FloatRows output = FloatRows.of(scratch.narrow, weights.sharedDown().paddedOutputs());
    kernels.multiply(inner, rows, weights.sharedDown(), output);
    kernels.add(output, rows, shape.width(), FloatRows.of(scratch.hidden, shape.width()));
  }

  private void applyExpert(int expert, RowScratch scratch) {
    int first = scratch.expertStarts[expert];
    int count = scratch.expertStarts[expert + 1] - first;
    if (count == 0) {
      return;
    }
    int used = shape.expertsUsed();
    int width = shape.width();
    FloatRows gathered = FloatRows.of(scratch.gathered, width);
    FloatRows normalised = FloatRows.of(scratch.normalised, width);
    kernels.gather(normalised, scratch.order, first, count, used, width, gathered);
    PackedMatrix in = weights.in().get(expert);
    FloatRows wide = FloatRows.of(scratch.wide, in.paddedOutputs());
    kernels.multiply(gathered, count, in, wide);
    for (int i = 0; i < count; i++) {
      scratch.factors[i] = scratch.shares[scratch.order[first + i]];
    }
    int innerWidth = shape.expertWidth();
    FloatRows inner = FloatRows.of(scratch.inner, innerWidth);
    kernels.gate(wide, wide.from(0, innerWidth), scratch.factors, count, innerWidth, inner);
    PackedMatrix down = weights.down().get(expert);
    FloatRows output = FloatRows.of(scratch.narrow, down.paddedOutputs());
    kernels.multiply(inner, count, down, output);
    FloatRows hidden = FloatRows.of(scratch.hidden, width);
    kernels.scatter(output, scratch.order, first, count, used, width, hidden);
  }
}
