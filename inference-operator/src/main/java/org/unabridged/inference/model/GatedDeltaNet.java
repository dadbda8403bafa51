package org.unabridged.inference.model;

import org.unabridged.inference.tensor.DeltaRows;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.FloatRows;

/**
 * A gated delta network: each head keeps a small matrix that it decays, corrects towards the
 * current value, and queries. Immutable; the three steps of a tile are called with the state of the
 * caller.
 */
final class GatedDeltaNet {

  /** Added under the root when queries and keys are brought to unit length. */
  private static final float UNIT_EPSILON = 1e-6f;

  private final LayerShape shape;
  private final MixerWeights weights;
  private final FloatKernels kernels;

  GatedDeltaNet(LayerShape shape, MixerWeights weights, FloatKernels kernels) {
    this.shape = shape;
    this.weights = weights;
    this.kernels = kernels;
  }

  int projectedStride() {
    return weights.projections().paddedOutputs();
  }

  /** First step, for some rows: norm and projections of the hidden state. */
  void project(int from, int to, TileState state, RowScratch scratch) {
    int rows = to - from;
    FloatRows hidden = FloatRows.of(scratch.hidden, shape.width());
    FloatRows normalised = FloatRows.of(scratch.normalised, shape.width());
    kernels.norm(hidden, rows, weights.norm(), shape.epsilon(), normalised);
    kernels.multiply(normalised, rows, weights.projections(), state.projected(from, 0));
    FloatRows betas = state.projected(from, gatesOffset());
    FloatRows decays = state.projected(from, gatesOffset() + shape.valueHeads());
    kernels.openGates(betas, decays, rows, weights.decayRate(), weights.decayBias());
  }

  /** Betas and decays follow each other. */
  private int gatesOffset() {
    return shape.channels() + shape.valuesWidth();
  }

  /**
   * Second step, for some key heads and the value heads that read them: convolution and delta rule
   * over the whole tile.
   */
  void scan(int fromHead, int toHead, int rows, TileState state, RowScratch scratch) {
    // all heads on a block of rows before the next block, while its rows are in the cache
    for (int from = 0; from < rows; from += RowScratch.SCAN_ROWS) {
      int count = Math.min(RowScratch.SCAN_ROWS, rows - from);
      for (int keyHead = fromHead; keyHead < toHead; keyHead++) {
        scan(keyHead, from, count, state, scratch.delta);
      }
    }
    for (int keyHead = fromHead; keyHead < toHead; keyHead++) {
      keepHistory(keyHead, rows, state);
    }
  }

  private void scan(int keyHead, int from, int count, TileState state, DeltaRows delta) {
    delta.fill(count);
    readKeys(keyHead, from, count, state, delta);
    for (int head = keyHead; head < shape.valueHeads(); head += shape.keyHeads()) {
      scanHead(head, from, count, state, delta);
    }
  }

  /** Moves the last rows of a key head's channels before the first row, for the next tile. */
  private void keepHistory(int keyHead, int rows, TileState state) {
    int query = keyHead * shape.keyWidth();
    state.keepChannels(query, shape.keyWidth(), rows);
    state.keepChannels(shape.keysWidth() + query, shape.keyWidth(), rows);
    for (int head = keyHead; head < shape.valueHeads(); head += shape.keyHeads()) {
      state.keepChannels(valueChannel(head), shape.valueWidth(), rows);
    }
  }

  private int valueChannel(int head) {
    return 2 * shape.keysWidth() + head * shape.valueWidth();
  }

  private void readKeys(int keyHead, int from, int count, TileState state, DeltaRows delta) {
    int width = shape.keyWidth();
    int channel = keyHead * width;
    FloatRows queries = FloatRows.of(delta.query, width);
    FloatRows keys = FloatRows.of(delta.key, width);
    convolve(state, from, channel, width, count, queries);
    convolve(state, from, shape.keysWidth() + channel, width, count, keys);
    kernels.unit(queries, count, width, UNIT_EPSILON, (float) (1.0 / Math.sqrt(width)));
    kernels.unit(keys, count, width, UNIT_EPSILON, 1f);
  }

  private void scanHead(int head, int from, int count, TileState state, DeltaRows delta) {
    int width = shape.valueWidth();
    FloatRows output = FloatRows.of(delta.output, width);
    convolve(state, from, valueChannel(head), width, count, FloatRows.of(delta.value, width));
    state.copyColumn(from, gatesOffset() + head, count, delta.beta);
    state.copyColumn(from, gatesOffset() + shape.valueHeads() + head, count, delta.decay);
    kernels.deltaRule(state.memory, head * shape.keyWidth() * width, delta);
    kernels.norm(output, count, weights.headNorm(), shape.epsilon(), output);
    FloatRows gate = state.projected(from, shape.channels() + head * width);
    FloatRows mixed = FloatRows.of(state.mixed, shape.valuesWidth()).from(from, head * width);
    kernels.gate(gate, output, null, count, width, mixed);
  }

  private void convolve(
      TileState state, int from, int channel, int channels, int rows, FloatRows target) {
    FloatRows taps = new FloatRows(weights.convolution(), channel, shape.channels());
    kernels.convolve(state.projected(from, channel), taps, shape.taps(), rows, channels, target);
  }

  /** Third step, for some rows: back to the hidden state, to which the result is added. */
  void finish(int from, int to, TileState state, RowScratch scratch) {
    FloatRows mixed = FloatRows.of(state.mixed, shape.valuesWidth()).from(from, 0);
    FloatRows output = FloatRows.of(scratch.narrow, weights.output().paddedOutputs());
    kernels.multiply(mixed, to - from, weights.output(), output);
    FloatRows hidden = FloatRows.of(scratch.hidden, shape.width());
    kernels.add(output, to - from, shape.width(), hidden);
  }
}
