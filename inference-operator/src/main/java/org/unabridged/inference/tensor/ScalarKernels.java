package org.unabridged.inference.tensor;

import java.util.Arrays;

/**
 * The kernels in plain Java: the fallback where there is no Vector API, and the twin that the fast
 * ones are tested against.
 */
final class ScalarKernels implements TensorKernels {

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
  public void multiply(
      float[] a,
      int aOffset,
      int aStride,
      int rows,
      PackedMatrix weights,
      float[] c,
      int cOffset,
      int cStride) {
    int depth = weights.depth();
    for (int panel = 0; panel * PANEL < weights.outputs(); panel++) {
      for (int row = 0; row < rows; row++) {
        int at = cOffset + row * cStride + panel * PANEL;
        multiplyRow(
            a, aOffset + row * aStride, depth, weights.panels(), panel * PANEL * depth, c, at);
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
  public void prepare(InputRows input, int fromRow, int toRow) {
    // multiplied as they are
  }

  @Override
  public void multiply(
      InputRows input,
      int rows,
      WeightMatrix weights,
      int fromOutput,
      int toOutput,
      float[] target,
      int targetOffset,
      int targetStride) {
    int depth = weights.width();
    float[] values = input.values();
    float[] output = new float[depth];
    for (int o = fromOutput; o < toOutput; o++) {
      weights.read(o, output, 0);
      for (int row = 0; row < rows; row++) {
        float sum = 0;
        for (int k = 0; k < depth; k++) {
          sum += values[row * depth + k] * output[k];
        }
        target[targetOffset + row * targetStride + o - fromOutput] = sum;
      }
    }
  }

  @Override
  public void gate(
      float[] gate,
      int gateOffset,
      float[] values,
      int valueOffset,
      float scale,
      float[] target,
      int targetOffset,
      int width) {
    for (int i = 0; i < width; i++) {
      float activated = Activations.silu(gate[gateOffset + i]);
      target[targetOffset + i] = activated * values[valueOffset + i] * scale;
    }
  }

  @Override
  public void convolve(
      float[] input,
      int inputOffset,
      int inputStride,
      float[] weights,
      int weightOffset,
      int tapStride,
      int taps,
      float[] target,
      int targetOffset,
      int targetStride,
      int rows,
      int channels) {
    for (int row = 0; row < rows; row++) {
      for (int channel = 0; channel < channels; channel++) {
        float sum = 0;
        for (int tap = 0; tap < taps; tap++) {
          int from = inputOffset + (row - taps + 1 + tap) * inputStride + channel;
          sum += weights[weightOffset + tap * tapStride + channel] * input[from];
        }
        target[targetOffset + row * targetStride + channel] = Activations.silu(sum);
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
