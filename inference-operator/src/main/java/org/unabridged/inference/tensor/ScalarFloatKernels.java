package org.unabridged.inference.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The kernels in plain Java. */
final class ScalarFloatKernels implements FloatKernels {

  /**
   * Wide enough for the compiler to vectorise the inner loop, narrow enough to stay in registers.
   */
  private static final int PANEL = 32;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int panelWidth() {
    return PANEL;
  }

  @Override
  public void multiply(FloatRows input, int rows, PackedMatrix weights, FloatRows target) {
    int depth = weights.depth();
    for (int panel = 0; panel * PANEL < weights.outputs(); panel++) {
      for (int row = 0; row < rows; row++) {
        multiplyRow(
            input.values(),
            input.at(row),
            depth,
            weights.panels(),
            panel * PANEL * depth,
            target.values(),
            target.at(row) + panel * PANEL);
      }
    }
  }

  private static void multiplyRow(
      float[] a, int aOffset, int depth, float[] panels, int panelOffset, float[] c, int cOffset) {
    Arrays.fill(c, cOffset, cOffset + PANEL, 0f);
    for (int k = 0; k < depth; k++) {
      float value = a[aOffset + k];
      int at = panelOffset + k * PANEL;
      for (int j = 0; j < PANEL; j++) {
        c[cOffset + j] += value * panels[at + j];
      }
    }
  }

  @Override
  public void gate(
      FloatRows gate,
      FloatRows values,
      float @Nullable [] factors,
      int rows,
      int width,
      FloatRows target) {
    for (int row = 0; row < rows; row++) {
      float factor = factors == null ? 1f : factors[row];
      for (int i = 0; i < width; i++) {
        float activated = Activations.silu(gate.values()[gate.at(row) + i]);
        target.values()[target.at(row) + i] =
            activated * values.values()[values.at(row) + i] * factor;
      }
    }
  }

  @Override
  public void convolve(
      FloatRows input, FloatRows taps, int count, int rows, int channels, FloatRows target) {
    for (int row = 0; row < rows; row++) {
      for (int channel = 0; channel < channels; channel++) {
        float sum = 0;
        for (int tap = 0; tap < count; tap++) {
          float value = input.values()[input.at(row - count + 1 + tap) + channel];
          sum += taps.values()[taps.at(tap) + channel] * value;
        }
        target.values()[target.at(row) + channel] = Activations.silu(sum);
      }
    }
  }

  @Override
  public void deltaRule(float[] state, int stateOffset, DeltaRows rows) {
    deltaRule(state, stateOffset, rows, 0);
  }

  /**
   * Only the value columns from {@code firstColumn} on: the columns of a state do not depend on
   * each other.
   */
  static void deltaRule(float[] state, int stateOffset, DeltaRows rows, int firstColumn) {
    int width = rows.valueWidth;
    for (int row = 0; row < rows.count(); row++) {
      for (int column = firstColumn; column < width; column++) {
        deltaStep(state, stateOffset + column, rows, row, row * width + column);
      }
    }
  }

  private static void deltaStep(
      float[] state, int stateOffset, DeltaRows rows, int row, int valueIndex) {
    int width = rows.valueWidth;
    int keyOffset = row * rows.keyWidth;
    float prediction = 0;
    for (int i = 0; i < rows.keyWidth; i++) {
      prediction += state[stateOffset + i * width] * rows.key[keyOffset + i];
    }
    float decay = rows.decay[row];
    float write = rows.beta[row] * (rows.value[valueIndex] - decay * prediction);
    float result = 0;
    for (int i = 0; i < rows.keyWidth; i++) {
      int at = stateOffset + i * width;
      state[at] = decay * state[at] + rows.key[keyOffset + i] * write;
      result += state[at] * rows.query[keyOffset + i];
    }
    rows.output[valueIndex] = result;
  }
}
