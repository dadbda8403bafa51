package org.unabridged.inference.qwen35;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tensor.FloatRows;
import org.unabridged.inference.tensor.Routing;
import org.unabridged.inference.tensor.StoredKernels;

/**
 * A mixture of experts: a router sends each token to a few of many networks, and one more sees
 * every token. Rows are gathered by expert, so that an expert's weights are read once for all of
 * them. Immutable.
 */
final class ExpertFeedForward implements FeedForward {

  private final Qwen35Configuration.Experts shape;
  private final int width;
  private final Qwen35Weights.Experts weights;

  ExpertFeedForward(int width, Qwen35Configuration.Experts shape, Qwen35Weights.Experts weights) {
    this.width = width;
    this.shape = shape;
    this.weights = weights;
  }

  @Override
  public void transform(Block block) {
    Workspace space = block.space();
    Workspace.ExpertWorkspace routed = Objects.requireNonNull(space.experts);
    block.run(
        block
            .products()
            .with(weights.router(), routed.logits)
            .with(weights.sharedGate(), routed.sharedGate)
            .with(weights.shared().gate(), space.innerGate)
            .with(weights.shared().up(), space.inner));
    block.eachRows((from, to, worker) -> route(from, to, block, routed));
    DenseFeedForward.gate(block);
    block.run(new Products(space.gated).with(weights.shared().down(), space.output));
    Routing.sort(routed.chosen, block.rows() * shape.used(), routed.order, routed.starts);
    List<Task> tasks = tasks(routed);
    block
        .lease()
        .run(
            tasks.size(),
            (task, worker) ->
                apply(tasks.get(task), block, routed, space.worker(worker).expert(shape)));
    block.eachRow((row, worker) -> gather(row, space, routed));
  }

  private void route(int from, int to, Block block, Workspace.ExpertWorkspace routed) {
    FloatRows logits = FloatRows.of(routed.logits, shape.count());
    int used = shape.used();
    int[] chosen = new int[(to - from) * used];
    float[] shares = new float[chosen.length];
    block
        .kernels()
        .floats()
        .route(logits.from(from, 0), to - from, shape.count(), chosen, used, shares);
    System.arraycopy(chosen, 0, routed.chosen, from * used, chosen.length);
    System.arraycopy(shares, 0, routed.shares, from * used, chosen.length);
  }

  /** Some rows of an expert, as places in the order. */
  private record Task(int expert, int from, int to) {}

  private List<Task> tasks(Workspace.ExpertWorkspace routed) {
    List<Task> tasks = new ArrayList<>();
    for (int expert = 0; expert < shape.count(); expert++) {
      int end = routed.starts[expert + 1];
      for (int from = routed.starts[expert]; from < end; from += Workspace.EXPERT_ROWS) {
        tasks.add(new Task(expert, from, Math.min(end, from + Workspace.EXPERT_ROWS)));
      }
    }
    return tasks;
  }

  private void apply(
      Task task, Block block, Workspace.ExpertWorkspace routed, Workspace.ExpertRows rows) {
    StoredKernels kernels = block.kernels().stored();
    Qwen35Weights.Gated expert = weights.experts().get(task.expert());
    int count = task.to() - task.from();
    int inner = shape.width();
    for (int i = 0; i < count; i++) {
      int row = routed.order[task.from() + i] / shape.used();
      System.arraycopy(
          block.space().normalised.values(), row * width, rows.input.values(), i * width, width);
    }
    kernels.prepare(rows.input, 0, count);
    kernels.multiply(rows.input, count, expert.gate(), 0, inner, rows.gate, 0, inner);
    kernels.multiply(rows.input, count, expert.up(), 0, inner, rows.inner, 0, inner);
    FloatRows gated = FloatRows.of(rows.gated.values(), inner);
    FloatRows gates = FloatRows.of(rows.gate, inner);
    block
        .kernels()
        .floats()
        .gate(gates, FloatRows.of(rows.inner, inner), null, count, inner, gated);
    kernels.prepare(rows.gated, 0, count);
    kernels.multiply(rows.gated, count, expert.down(), 0, width, rows.output, 0, width);
    for (int i = 0; i < count; i++) {
      int choice = routed.order[task.from() + i];
      System.arraycopy(rows.output, i * width, routed.outputs, choice * width, width);
    }
  }

  /** Sums up what the experts gave for a row, in the order of its choices, and the shared one. */
  private void gather(int row, Workspace space, Workspace.ExpertWorkspace routed) {
    int at = row * width;
    float share = Activations.sigmoid(routed.sharedGate[row]);
    for (int i = at; i < at + width; i++) {
      space.output[i] *= share;
    }
    for (int choice = row * shape.used(); choice < (row + 1) * shape.used(); choice++) {
      float weight = routed.shares[choice];
      int from = choice * width;
      for (int i = 0; i < width; i++) {
        space.output[at + i] += weight * routed.outputs[from + i];
      }
    }
  }
}
