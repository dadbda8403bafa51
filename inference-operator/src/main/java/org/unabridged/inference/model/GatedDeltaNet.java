package org.unabridged.inference.model;

import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tensor.DeltaRows;
import org.unabridged.inference.tensor.TensorKernels;

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
  private final TensorKernels kernels;

  GatedDeltaNet(LayerShape shape, MixerWeights weights, TensorKernels kernels) {
    this.shape = shape;
    this.weights = weights;
    this.kernels = kernels;
  }

  int projectedStride() {
    return weights.projections().paddedOutputs();
  }

  /** First step, for some rows: norm and projections. */
  void project(
      ResidualStream stream, Tile tile, int from, int to, TileState state, RowScratch scratch) {
    int width = shape.width();
    for (int row = from; row < to; row++) {
      int token = tile.token(row);
      Activations.rmsNorm(
          stream.array(token),
          stream.offset(token),
          weights.norm(),
          shape.epsilon(),
          scratch.normalised,
          (row - from) * width);
    }
    kernels.multiply(
        scratch.normalised,
        0,
        width,
        to - from,
        weights.projections(),
        state.projected,
        state.projectedRow(from),
        state.projectedStride);
    for (int row = from; row < to; row++) {
      activateGates(state.projected, state.projectedRow(row) + gatesOffset());
    }
  }

  /**
   * Betas and decays follow each other: beta = sigmoid(b), decay = exp(rate * softplus(a + bias)).
   */
  private void activateGates(float[] projected, int offset) {
    int heads = shape.valueHeads();
    for (int head = 0; head < heads; head++) {
      projected[offset + head] = Activations.sigmoid(projected[offset + head]);
      int at = offset + heads + head;
      float step = Activations.softplus(projected[at] + weights.decayBias()[head]);
      projected[at] = Activations.exp(weights.decayRate()[head] * step);
    }
  }

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
    keepChannels(query, shape.keyWidth(), rows, state);
    keepChannels(shape.keysWidth() + query, shape.keyWidth(), rows, state);
    for (int head = keyHead; head < shape.valueHeads(); head += shape.keyHeads()) {
      keepChannels(valueChannel(head), shape.valueWidth(), rows, state);
    }
  }

  private static void keepChannels(int channel, int channels, int rows, TileState state) {
    for (int i = 0; i < state.history; i++) {
      int from = state.projectedRow(rows - state.history + i) + channel;
      int to = i * state.projectedStride + channel;
      System.arraycopy(state.projected, from, state.projected, to, channels);
    }
  }

  private int valueChannel(int head) {
    return 2 * shape.keysWidth() + head * shape.valueWidth();
  }

  private void readKeys(int keyHead, int from, int count, TileState state, DeltaRows delta) {
    int width = shape.keyWidth();
    int channel = keyHead * width;
    convolve(state, from, channel, width, delta.query, count);
    convolve(state, from, shape.keysWidth() + channel, width, delta.key, count);
    float queryLength = (float) (1.0 / Math.sqrt(width));
    for (int row = 0; row < count; row++) {
      Activations.unitNorm(delta.query, row * width, width, UNIT_EPSILON, queryLength);
      Activations.unitNorm(delta.key, row * width, width, UNIT_EPSILON, 1f);
    }
  }

  private void scanHead(int head, int from, int count, TileState state, DeltaRows delta) {
    int width = shape.valueWidth();
    convolve(state, from, valueChannel(head), width, delta.value, count);
    int gate = gatesOffset() + head;
    for (int row = 0; row < count; row++) {
      int at = state.projectedRow(from + row) + gate;
      delta.beta[row] = state.projected[at];
      delta.decay[row] = state.projected[at + shape.valueHeads()];
    }
    kernels.deltaRule(state.memory, head * shape.keyWidth() * width, delta);
    for (int row = 0; row < count; row++) {
      Activations.rmsNorm(
          delta.output,
          row * width,
          weights.headNorm(),
          shape.epsilon(),
          delta.output,
          row * width);
      kernels.gate(
          state.projected,
          state.projectedRow(from + row) + shape.channels() + head * width,
          delta.output,
          row * width,
          1f,
          state.mixed,
          (from + row) * shape.valuesWidth() + head * width,
          width);
    }
  }

  private void convolve(
      TileState state, int from, int channel, int channels, float[] target, int rows) {
    kernels.convolve(
        state.projected,
        state.projectedRow(from) + channel,
        state.projectedStride,
        weights.convolution(),
        channel,
        shape.channels(),
        shape.taps(),
        target,
        0,
        channels,
        rows,
        channels);
  }

  /** Third step, for some rows: back to the hidden state, to which the result is added. */
  void finish(
      ResidualStream stream, Tile tile, int from, int to, TileState state, RowScratch scratch) {
    int stride = weights.output().paddedOutputs();
    kernels.multiply(
        state.mixed,
        from * shape.valuesWidth(),
        shape.valuesWidth(),
        to - from,
        weights.output(),
        scratch.narrow,
        0,
        stride);
    for (int row = from; row < to; row++) {
      int token = tile.token(row);
      Activations.add(
          scratch.narrow,
          (row - from) * stride,
          stream.array(token),
          stream.offset(token),
          shape.width());
    }
  }
}
