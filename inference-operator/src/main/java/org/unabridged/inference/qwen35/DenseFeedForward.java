package org.unabridged.inference.qwen35;

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
    block.eachRow(
        (row, worker) -> {
          int at = row * width;
          float[] target = space.gated.values();
          block.kernels().gate(space.innerGate, at, space.inner, at, 1f, target, at, width);
          block.kernels().prepare(space.gated, row, row + 1);
        });
  }
}
