package org.unabridged.inference.qwen35;

import org.unabridged.inference.tensor.FloatRows;
import org.unabridged.inference.tensor.TensorKernels;

/** One gated network for every token. Immutable. */
final class DenseFeedForward implements FeedForward {

  private final Qwen35Weights.Gated weights;

  DenseFeedForward(Qwen35Weights.Gated weights) {
    this.weights = weights;
  }

  @Override
  public void transform(Block block) {
    Workspace space = block.space();
    block.run(
        block.products().with(weights.gate(), space.innerGate).with(weights.up(), space.inner));
    gate(block);
    block.run(new Products(space.gated).with(weights.down(), space.output));
  }

  /** The inner values of every row, gated and ready for the product back. */
  static void gate(Block block) {
    Workspace space = block.space();
    int width = space.gated.depth();
    FloatRows gates = FloatRows.of(space.innerGate, width);
    FloatRows values = FloatRows.of(space.inner, width);
    FloatRows target = FloatRows.of(space.gated.values(), width);
    TensorKernels kernels = block.kernels();
    block.eachRows(
        (from, to, worker) -> {
          FloatRows into = target.from(from, 0);
          kernels
              .floats()
              .gate(gates.from(from, 0), values.from(from, 0), null, to - from, width, into);
          kernels.stored().prepare(space.gated, from, to);
        });
  }
}
