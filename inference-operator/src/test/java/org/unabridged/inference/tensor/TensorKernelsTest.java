package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The fast kernels against the plain ones, and the plain ones against formulas in double precision.
 */
class TensorKernelsTest {

  private static final long SEED = 20260101;

  private final TensorKernels vector = TensorKernels.vector();
  private final TensorKernels scalar = TensorKernels.scalar();

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "1,7,5",
    "5,32,33",
    "6,31,32",
    "7,64,64",
    "13,3,100",
    "24,128,17",
    "31,256,41",
    "65,100,288"
  })
  void multipliesLikeTheFormula(int rows, int depth, int outputs) {
    Random random = new Random(SEED + rows);
    float[] a = values(random, TensorKernels.paddedRows(rows) * depth);
    float[] weights = values(random, outputs * depth);
    for (TensorKernels kernels : List.of(vector, scalar)) {
      float[] product = multiply(kernels, a, rows, depth, weights, outputs);
      for (int row = 0; row < rows; row++) {
        for (int output = 0; output < outputs; output++) {
          double expected = 0;
          for (int k = 0; k < depth; k++) {
            expected += (double) a[row * depth + k] * weights[output * depth + k];
          }
          assertThat((double) product[row * outputs + output])
              .as("%s, row %d, output %d", kernels.name(), row, output)
              .isCloseTo(expected, within(1e-5 * Math.sqrt(depth)));
        }
      }
    }
  }

  @Test
  void computesARowTheSameInAnyCompany() {
    Random random = new Random(SEED);
    int depth = 96;
    int outputs = 50;
    float[] a = values(random, 24 * depth);
    float[] weights = values(random, outputs * depth);
    for (TensorKernels kernels : List.of(vector, scalar)) {
      float[] together = multiply(kernels, a, 20, depth, weights, outputs);
      for (int row = 0; row < 20; row++) {
        float[] single = new float[TensorKernels.ROW_BLOCK * depth];
        System.arraycopy(a, row * depth, single, 0, depth);
        float[] alone = multiply(kernels, single, 1, depth, weights, outputs);
        for (int output = 0; output < outputs; output++) {
          assertThat(alone[output]).isEqualTo(together[row * outputs + output]);
        }
      }
    }
  }

  @Test
  void stacksMatricesThatReadTheSameInput() {
    Random random = new Random(SEED);
    int depth = 20;
    MatrixRows first = rows(values(random, 3 * depth), depth);
    MatrixRows second = rows(values(random, 40 * depth), depth);
    float[] a = values(random, TensorKernels.ROW_BLOCK * depth);
    for (TensorKernels kernels : List.of(vector, scalar)) {
      PackedMatrix stacked = PackedMatrix.stack(kernels, List.of(first, second));
      assertThat(stacked.outputs()).isEqualTo(43);
      float[] product = multiply(kernels, a, 1, depth, stacked);
      float[] lower = multiply(kernels, a, 1, depth, PackedMatrix.stack(kernels, List.of(second)));
      assertThat(product[3]).isEqualTo(lower[0]);
      assertThat(product[42]).isEqualTo(lower[39]);
    }
  }

  @Test
  void refusesToStackMatricesOfDifferentDepth() {
    List<MatrixRows> parts = List.of(rows(new float[8], 4), rows(new float[10], 5));
    assertThatThrownBy(() -> PackedMatrix.stack(scalar, parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth 5 stacked on depth 4");
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "15", "16", "17", "32", "33", "100"})
  void gatesLikeTheFormula(int width) {
    Random random = new Random(SEED + width);
    float[] gate = values(random, width + 2);
    float[] values = values(random, width + 3);
    for (TensorKernels kernels : List.of(vector, scalar)) {
      float[] target = new float[width + 1];
      kernels.gate(gate, 2, values, 3, 0.5f, target, 1, width);
      for (int i = 0; i < width; i++) {
        double x = gate[2 + i] * 1.0;
        double expected = x / (1 + Math.exp(-x)) * values[3 + i] * 0.5;
        assertThat((double) target[1 + i]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,4", "5,3,4", "9,16,4", "7,33,4", "64,32,4", "6,20,1", "6,20,2"})
  void convolvesLikeTheFormula(int rows, int channels, int taps) {
    Random random = new Random(SEED + rows + channels);
    int stride = channels + 5;
    float[] input = values(random, (rows + taps - 1) * stride);
    float[] weights = values(random, taps * channels);
    for (TensorKernels kernels : List.of(vector, scalar)) {
      float[] target = new float[rows * channels];
      kernels.convolve(
          input,
          (taps - 1) * stride + 5,
          stride,
          weights,
          0,
          channels,
          taps,
          target,
          0,
          channels,
          rows,
          channels);
      for (int row = 0; row < rows; row++) {
        for (int channel = 0; channel < channels; channel++) {
          double sum = 0;
          for (int tap = 0; tap < taps; tap++) {
            sum +=
                (double) weights[tap * channels + channel]
                    * input[(row + tap) * stride + 5 + channel];
          }
          double expected = sum / (1 + Math.exp(-sum));
          assertThat((double) target[row * channels + channel])
              .as("%s, row %d, channel %d", kernels.name(), row, channel)
              .isCloseTo(expected, within(2e-6));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,4,4", "3,32,32", "17,32,48", "64,7,33", "20,16,8", "9,128,128"})
  void appliesTheDeltaRuleLikeTheFormula(int count, int keyWidth, int valueWidth) {
    for (TensorKernels kernels : List.of(vector, scalar)) {
      Random random = new Random(SEED + count);
      DeltaRows rows = deltaRows(random, count, keyWidth, valueWidth);
      float[] state = values(random, 3 + keyWidth * valueWidth);
      double[] expectedState = new double[keyWidth * valueWidth];
      for (int i = 0; i < expectedState.length; i++) {
        expectedState[i] = state[3 + i];
      }
      kernels.deltaRule(state, 3, rows);
      for (int row = 0; row < count; row++) {
        double[] output = deltaStep(expectedState, rows, row);
        for (int column = 0; column < valueWidth; column++) {
          assertThat((double) rows.output[row * valueWidth + column])
              .as("%s, row %d, column %d", kernels.name(), row, column)
              .isCloseTo(output[column], within(2e-5));
        }
      }
      for (int i = 0; i < expectedState.length; i++) {
        assertThat((double) state[3 + i]).isCloseTo(expectedState[i], within(2e-5));
      }
    }
  }

  @Test
  void continuesTheDeltaRuleWhereItStopped() {
    for (TensorKernels kernels : List.of(vector, scalar)) {
      DeltaRows whole = deltaRows(new Random(SEED), 30, 32, 32);
      float[] wholeState = new float[32 * 32];
      kernels.deltaRule(wholeState, 0, whole);

      float[] state = new float[32 * 32];
      DeltaRows part = new DeltaRows(30, 32, 32);
      for (int from = 0; from < 30; from += 7) {
        int count = Math.min(7, 30 - from);
        part.fill(count);
        System.arraycopy(whole.query, from * 32, part.query, 0, count * 32);
        System.arraycopy(whole.key, from * 32, part.key, 0, count * 32);
        System.arraycopy(whole.value, from * 32, part.value, 0, count * 32);
        System.arraycopy(whole.decay, from, part.decay, 0, count);
        System.arraycopy(whole.beta, from, part.beta, 0, count);
        kernels.deltaRule(state, 0, part);
        for (int i = 0; i < count * 32; i++) {
          assertThat(part.output[i]).isEqualTo(whole.output[from * 32 + i]);
        }
      }
      assertThat(state).isEqualTo(wholeState);
    }
  }

  private static double[] deltaStep(double[] state, DeltaRows rows, int row) {
    int keyWidth = rows.keyWidth;
    int valueWidth = rows.valueWidth;
    double[] output = new double[valueWidth];
    for (int column = 0; column < valueWidth; column++) {
      double prediction = 0;
      for (int i = 0; i < keyWidth; i++) {
        state[i * valueWidth + column] *= rows.decay[row];
        prediction += state[i * valueWidth + column] * rows.key[row * keyWidth + i];
      }
      double write = rows.beta[row] * (rows.value[row * valueWidth + column] - prediction);
      for (int i = 0; i < keyWidth; i++) {
        state[i * valueWidth + column] += rows.key[row * keyWidth + i] * write;
        output[column] += state[i * valueWidth + column] * rows.query[row * keyWidth + i];
      }
    }
    return output;
  }

  private static DeltaRows deltaRows(Random random, int count, int keyWidth, int valueWidth) {
    DeltaRows rows = new DeltaRows(count + 2, keyWidth, valueWidth);
    rows.fill(count);
    System.arraycopy(values(random, count * keyWidth), 0, rows.query, 0, count * keyWidth);
    System.arraycopy(values(random, count * keyWidth), 0, rows.key, 0, count * keyWidth);
    System.arraycopy(values(random, count * valueWidth), 0, rows.value, 0, count * valueWidth);
    for (int row = 0; row < count; row++) {
      Activations.unitNorm(rows.key, row * keyWidth, keyWidth, 1e-6f, 1f);
      Activations.unitNorm(rows.query, row * keyWidth, keyWidth, 1e-6f, 0.5f);
      rows.decay[row] = random.nextFloat();
      rows.beta[row] = random.nextFloat();
    }
    return rows;
  }

  private static float[] multiply(
      TensorKernels kernels, float[] a, int rows, int depth, float[] weights, int outputs) {
    PackedMatrix packed = PackedMatrix.stack(kernels, List.of(rows(weights, depth)));
    float[] padded = multiply(kernels, a, rows, depth, packed);
    float[] product = new float[rows * outputs];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(padded, row * packed.paddedOutputs(), product, row * outputs, outputs);
    }
    return product;
  }

  private static float[] multiply(
      TensorKernels kernels, float[] a, int rows, int depth, PackedMatrix packed) {
    int stride = packed.paddedOutputs();
    float[] product = new float[TensorKernels.paddedRows(rows) * stride];
    kernels.multiply(a, 0, depth, rows, packed, product, 0, stride);
    return product;
  }

  private static MatrixRows rows(float[] values, int width) {
    return new MatrixRows() {
      @Override
      public int rows() {
        return values.length / width;
      }

      @Override
      public int width() {
        return width;
      }

      @Override
      public void read(int row, float[] target, int offset) {
        System.arraycopy(values, row * width, target, offset, width);
      }
    };
  }

  private static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
