package org.unabridged.inference.qwen35;

/** What a gated delta network remembers of a sequence. Owned by it. */
final class DeltaMemory {

  /** State of the delta rule, shape (valueHeads, keyWidth, valueWidth). */
  final float[] memory;

  /** Channels of the last tokens before the convolution, shape (taps - 1, channels). */
  final float[] history;

  DeltaMemory(Qwen35Configuration.Delta shape) {
    this(new float[shape.memory()], new float[(shape.taps() - 1) * shape.channels()]);
  }

  private DeltaMemory(float[] memory, float[] history) {
    this.memory = memory;
    this.history = history;
  }

  DeltaMemory copy() {
    return new DeltaMemory(memory.clone(), history.clone());
  }
}
