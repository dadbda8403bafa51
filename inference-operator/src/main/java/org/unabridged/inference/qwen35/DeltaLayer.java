package org.unabridged.inference.qwen35;

import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tensor.DeltaRows;

/** A gated delta network over the state of a sequence. Immutable. */
final class DeltaLayer implements Mixer {

  /** Added under the root when queries and keys are brought to unit length. */
  private static final float UNIT_EPSILON = 1e-6f;

  private final Qwen35Configuration.Delta shape;
  private final float epsilon;
  private final Qwen35Weights.Delta weights;
  private final int memory;

  /**
   * A layer.
   *
   * @param memory which of a sequence's memories it uses
   */
  DeltaLayer(Qwen35Configuration configuration, Qwen35Weights.Delta weights, int memory) {
    this.shape = configuration.delta();
    this.epsilon = configuration.epsilon();
    this.weights = weights;
    this.memory = memory;
  }

  @Override
  public void mix(Block block) {
    Workspace space = block.space();
    block.run(
        block
            .products()
            .with(weights.channels(), space.channels)
            .with(weights.gate(), space.gate)
            .with(weights.beta(), space.beta)
            .with(weights.alpha(), space.alpha));
    int heads = shape.keyHeads();
    block
        .lease()
        .run(
            heads * block.runs().size(),
            (task, worker) -> {
              Run run = block.runs().get(task / heads);
              new HeadScan(block, run, task % heads, space.worker(worker)).scan();
            });
    block.eachRow((row, worker) -> block.kernels().prepare(space.mixed, row, row + 1));
    block.run(new Products(space.mixed).with(weights.output(), space.output));
  }

  private int valueChannel(int head) {
    return 2 * shape.keysWidth() + head * shape.valueWidth();
  }

  /** One key head, and the value heads that read it, over the rows of a run. */
  private final class HeadScan {
    private final Block block;
    private final Workspace space;
    private final Run run;
    private final int keyHead;
    private final DeltaMemory remembered;
    private final DeltaRows delta;
    private final float[] window;

    HeadScan(Block block, Run run, int keyHead, Workspace.Worker worker) {
      this.block = block;
      this.space = block.space();
      this.run = run;
      this.keyHead = keyHead;
      this.remembered = run.state().memories().get(memory);
      this.delta = worker.delta();
      this.window = worker.window();
    }

    void scan() {
      for (int from = 0; from < run.rows(); from += Workspace.DELTA_ROWS) {
        int count = Math.min(Workspace.DELTA_ROWS, run.rows() - from);
        delta.fill(count);
        readKeys(from, count);
        for (int head = keyHead; head < shape.valueHeads(); head += shape.keyHeads()) {
          scanHead(head, from, count);
        }
      }
      keepHistory();
    }

    private void readKeys(int from, int count) {
      int width = shape.keyWidth();
      int channel = keyHead * width;
      convolve(from, channel, width, delta.query, count);
      convolve(from, shape.keysWidth() + channel, width, delta.key, count);
      float queryLength = (float) (1 / Math.sqrt(width));
      for (int row = 0; row < count; row++) {
        Activations.unitNorm(delta.query, row * width, width, UNIT_EPSILON, queryLength);
        Activations.unitNorm(delta.key, row * width, width, UNIT_EPSILON, 1f);
      }
    }

    private void scanHead(int head, int from, int count) {
      int width = shape.valueWidth();
      convolve(from, valueChannel(head), width, delta.value, count);
      for (int row = 0; row < count; row++) {
        int at = (run.row() + from + row) * shape.valueHeads() + head;
        delta.beta[row] = Activations.sigmoid(space.beta[at]);
        float step = Activations.softplus(space.alpha[at] + weights.decayBias()[head]);
        delta.decay[row] = Activations.exp(weights.decayRate()[head] * step);
      }
      block.kernels().deltaRule(remembered.memory, head * shape.keyWidth() * width, delta);
      for (int row = 0; row < count; row++) {
        int at = row * width;
        Activations.rmsNorm(delta.output, at, weights.headNorm(), epsilon, delta.output, at);
        int target = (run.row() + from + row) * shape.valuesWidth() + head * width;
        block
            .kernels()
            .gate(space.gate, target, delta.output, at, 1f, space.mixed.values(), target, width);
      }
    }

    /** Convolves some channels of some rows, after the rows before them. */
    private void convolve(int from, int channel, int width, float[] target, int count) {
      int history = shape.taps() - 1;
      for (int row = 0; row < history + count; row++) {
        copyChannels(from + row - history, channel, width, window, row * width);
      }
      block
          .kernels()
          .convolve(
              window,
              history * width,
              width,
              weights.convolution(),
              channel,
              shape.channels(),
              shape.taps(),
              target,
              0,
              width,
              count,
              width);
    }

    /** Channels of a row of the run; rows before the first are remembered ones. */
    private void copyChannels(int row, int channel, int width, float[] target, int offset) {
      if (row < 0) {
        int at = (shape.taps() - 1 + row) * shape.channels() + channel;
        System.arraycopy(remembered.history, at, target, offset, width);
      } else {
        int at = (run.row() + row) * shape.channels() + channel;
        System.arraycopy(space.channels, at, target, offset, width);
      }
    }

    /** Remembers the last rows of the channels that are this task's own. */
    private void keepHistory() {
      int query = keyHead * shape.keyWidth();
      keepChannels(query, shape.keyWidth());
      keepChannels(shape.keysWidth() + query, shape.keyWidth());
      for (int head = keyHead; head < shape.valueHeads(); head += shape.keyHeads()) {
        keepChannels(valueChannel(head), shape.valueWidth());
      }
    }

    private void keepChannels(int channel, int width) {
      int history = shape.taps() - 1;
      for (int i = 0; i < history; i++) {
        int to = i * shape.channels() + channel;
        copyChannels(run.rows() - history + i, channel, width, remembered.history, to);
      }
    }
  }
}
