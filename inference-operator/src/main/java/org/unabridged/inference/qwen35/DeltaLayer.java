package org.unabridged.inference.qwen35;

import org.unabridged.inference.tensor.DeltaRows;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.FloatRows;

/** A gated delta network over the state of a sequence. Immutable. */
final class DeltaLayer implements Mixer {

  /** Added under the root when queries and keys are brought to unit length. */
  private static final float UNIT_EPSILON = 1e-6f;

  /** Fewer rows than that are not worth a chunk. */
  private static final int CHUNKED_ROWS = 8;

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
    openGates(block);
    int heads = shape.keyHeads();
    block
        .lease()
        .run(
            heads * block.runs().size(),
            (task, worker) -> {
              Run run = block.runs().get(task / heads);
              new HeadScan(block, run, task % heads, space.worker(worker)).scan();
            });
    block.eachRows((from, to, worker) -> block.kernels().stored().prepare(space.mixed, from, to));
    block.run(new Products(space.mixed).with(weights.output(), space.output));
  }

  private void openGates(Block block) {
    FloatRows betas = FloatRows.of(block.space().beta, shape.valueHeads());
    FloatRows decays = FloatRows.of(block.space().alpha, shape.valueHeads());
    float[] rate = weights.decayRate();
    block.eachRows(
        (from, to, worker) -> {
          FloatRows some = decays.from(from, 0);
          block
              .kernels()
              .floats()
              .openGates(betas.from(from, 0), some, to - from, rate, weights.decayBias());
        });
  }

  private int valueChannel(int head) {
    return 2 * shape.keysWidth() + head * shape.valueWidth();
  }

  /** One key head, and the value heads that read it, over the rows of a run. */
  private final class HeadScan {
    private final FloatKernels kernels;
    private final Workspace space;
    private final Run run;
    private final int keyHead;
    private final DeltaMemory remembered;
    private final DeltaRows delta;
    private final float[] window;

    HeadScan(Block block, Run run, int keyHead, Workspace.Worker worker) {
      this.kernels = block.kernels().floats();
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
      FloatRows queries = FloatRows.of(delta.query, width);
      kernels.unit(queries, count, width, UNIT_EPSILON, (float) (1 / Math.sqrt(width)));
      kernels.unit(FloatRows.of(delta.key, width), count, width, UNIT_EPSILON, 1f);
    }

    private void scanHead(int head, int from, int count) {
      int width = shape.valueWidth();
      convolve(from, valueChannel(head), width, delta.value, count);
      for (int row = 0; row < count; row++) {
        int at = (run.row() + from + row) * shape.valueHeads() + head;
        delta.beta[row] = space.beta[at];
        delta.decay[row] = space.alpha[at];
      }
      int state = head * shape.keyWidth() * width;
      if (run.rows() < CHUNKED_ROWS) {
        kernels.deltaRule(remembered.memory, state, delta);
      } else {
        kernels.deltaRuleInChunks(remembered.memory, state, delta);
      }
      FloatRows output = FloatRows.of(delta.output, width);
      kernels.norm(output, count, weights.headNorm(), epsilon, output);
      int row = run.row() + from;
      FloatRows gates = FloatRows.of(space.gate, shape.valuesWidth()).from(row, head * width);
      FloatRows mixed = FloatRows.of(space.mixed.values(), shape.valuesWidth());
      kernels.gate(gates, output, null, count, width, mixed.from(row, head * width));
    }

    /** Convolves some channels of some rows, after the rows before them. */
    private void convolve(int from, int channel, int width, float[] target, int count) {
      int history = shape.taps() - 1;
      for (int row = 0; row < history + count; row++) {
        copyChannels(from + row - history, channel, width, window, row * width);
      }
      FloatRows input = FloatRows.of(window, width).from(history, 0);
      FloatRows taps = new FloatRows(weights.convolution(), channel, shape.channels());
      kernels.convolve(input, taps, shape.taps(), count, width, FloatRows.of(target, width));
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
