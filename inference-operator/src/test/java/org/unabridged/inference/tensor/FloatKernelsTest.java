package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fast kernels against the plain ones, and the plain ones against formulas in double precision.
 */
class FloatKernelsTest {

  private static final long SEED = 20260101;

  private static final FloatKernels PLAIN = FloatKernels.scalar();

  /** All that run here: in plain Java, on the Vector API, in C for AVX2 and for AVX-512. */
  private static final List<FloatKernels> ALL = all();

  private static List<FloatKernels> all() {
    List<FloatKernels> all = new ArrayList<>(List.of(PLAIN, FloatKernels.vector()));
    for (int bits : new int[] {256, 512}) {
      NativeFloatKernels kernels = NativeFloatKernels.of(bits);
      if (kernels == null) {
        System.err.println("skipped: native kernels of " + bits + " bits do not run here");
      } else {
        all.add(kernels);
      }
    }
    return all;
  }

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
    float[] a = values(random, FloatKernels.paddedRows(rows) * depth);
    float[] weights = values(random, outputs * depth);
    for (FloatKernels kernels : ALL) {
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
    for (FloatKernels kernels : ALL) {
      float[] together = multiply(kernels, a, 20, depth, weights, outputs);
      for (int row = 0; row < 20; row++) {
        float[] single = new float[FloatKernels.ROW_BLOCK * depth];
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
    float[] a = values(random, FloatKernels.ROW_BLOCK * depth);
    for (FloatKernels kernels : ALL) {
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
    assertThatThrownBy(() -> PackedMatrix.stack(PLAIN, parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth 5 stacked on depth 4");
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "15", "16", "17", "32", "33", "100"})
  void gatesLikeTheFormula(int width) {
    Random random = new Random(SEED + width);
    float[] gate = values(random, width + 2);
    float[] values = values(random, width + 3);
    for (FloatKernels kernels : ALL) {
      float[] target = new float[width + 1];
      target[0] = 7f;
      FloatRows into = new FloatRows(target, 1, width);
      float[] half = {0.5f};
      kernels.gate(
          new FloatRows(gate, 2, width), new FloatRows(values, 3, width), half, 1, width, into);
      assertThat(target[0]).isEqualTo(7f);
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
    for (FloatKernels kernels : ALL) {
      float[] target = new float[rows * channels];
      kernels.convolve(
          new FloatRows(input, (taps - 1) * stride + 5, stride),
          FloatRows.of(weights, channels),
          taps,
          rows,
          channels,
          FloatRows.of(target, channels));
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
    for (FloatKernels kernels : ALL) {
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

  @ParameterizedTest
  @CsvSource({
    "1,128,128",
    "31,32,64",
    "32,7,48",
    "33,64,33",
    "63,128,128",
    "64,128,144",
    "65,256,256",
    "127,128,128",
    "200,96,96",
    "3,300,16"
  })
  void appliesTheDeltaRuleInChunksLikeTheFormula(int count, int keyWidth, int valueWidth) {
    for (FloatKernels kernels : ALL) {
      Random random = new Random(SEED + count);
      DeltaRows rows = deltaRows(random, count, keyWidth, valueWidth);
      // a state that all but vanishes, and one that stays
      rows.decay[count / 2] = 1e-38f;
      rows.decay[count / 3] = 1f;
      float[] state = values(random, 3 + keyWidth * valueWidth);
      double[] expected = new double[keyWidth * valueWidth];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = state[3 + i];
      }
      kernels.deltaRuleInChunks(state, 3, rows);
      double worst = 0;
      for (int row = 0; row < count; row++) {
        double[] output = deltaStep(expected, rows, row);
        for (int column = 0; column < valueWidth; column++) {
          double error = rows.output[row * valueWidth + column] - output[column];
          worst = Math.max(worst, Math.abs(error));
        }
      }
      for (int i = 0; i < expected.length; i++) {
        worst = Math.max(worst, Math.abs(state[3 + i] - expected[i]));
      }
      assertThat(worst).as(kernels.name()).isLessThan(2e-5);
    }
  }

  @Test
  void continuesTheDeltaRuleWhereItStopped() {
    for (FloatKernels kernels : ALL) {
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

  @ParameterizedTest
  @CsvSource({"1,1", "3,5", "7,16", "4,31", "5,33", "2,256"})
  void normalisesRowsLikeThePlainKernels(int rows, int width) {
    Random random = new Random(SEED + width);
    int stride = width + 3;
    float[] input = values(random, 2 + rows * stride);
    float[] weight = values(random, width);
    agree(
        rows * width + 4,
        1e-6,
        (kernels, target) -> {
          FloatRows into = new FloatRows(target, 2, width);
          kernels.norm(new FloatRows(input, 2, stride), rows, weight, 1e-6f, into);
        });
    agree(
        input,
        1e-6,
        (kernels, target) ->
            kernels.unit(new FloatRows(target, 2, stride), rows, width, 1e-6f, 0.5f));
    agree(
        input,
        0,
        (kernels, target) ->
            kernels.add(
                new FloatRows(weight, 0, 0), rows, width, new FloatRows(target, 1, stride)));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,8", "7,16", "5,33"})
  void opensGatesLikeThePlainKernels(int rows, int heads) {
    Random random = new Random(SEED + heads);
    float[] gates = values(random, rows * 2 * heads + 3);
    float[] rate = values(random, heads);
    float[] bias = values(random, heads);
    for (int i = 0; i < heads; i++) {
      rate[i] = -Math.abs(rate[i]);
    }
    agree(
        gates,
        1e-6,
        (kernels, target) -> {
          FloatRows betas = new FloatRows(target, 1, 2 * heads);
          kernels.openGates(betas, betas.from(0, heads), rows, rate, bias);
        });
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "5,16,2", "9,17,3", "3,256,8", "4,40,20"})
  void routesLikeThePlainKernels(int rows, int experts, int used) {
    Random random = new Random(SEED + experts);
    float[] logits = values(random, 1 + rows * (experts + 2));
    // equals among the highest
    logits[1] = logits[experts] = 9f;
    int[] expected = new int[rows * used];
    PLAIN.route(
        new FloatRows(logits, 1, experts + 2),
        rows,
        experts,
        expected,
        used,
        new float[rows * used]);
    agree(
        rows * used,
        1e-6,
        (kernels, shares) -> {
          int[] chosen = new int[rows * used];
          FloatRows input = new FloatRows(logits, 1, experts + 2);
          kernels.route(input, rows, experts, chosen, used, shares);
          assertThat(chosen).as(kernels.name()).isEqualTo(expected);
        });
  }

  @Test
  void gathersAndScattersLikeThePlainKernels() {
    Random random = new Random(SEED);
    int[] order = {9, 0, 3, 2, 2, 7, 6, 1};
    float[] source = values(random, 5 * 37);
    agree(
        6 * 35,
        0,
        (kernels, target) ->
            kernels.gather(FloatRows.of(source, 37), order, 1, 6, 2, 35, FloatRows.of(target, 35)));
    agree(
        values(random, 5 * 40),
        0,
        (kernels, target) ->
            kernels.scatter(
                FloatRows.of(source, 20), order, 2, 6, 2, 19, FloatRows.of(target, 40)));
  }

  @ParameterizedTest
  @EnumSource
  void readsStoredRowsLikeThePlainKernels(BlockFormat format) {
    Random random = new Random(SEED);
    int width = 256 * 3;
    int count = 37;
    byte[] bytes = new byte[count * format.rowBytes(width)];
    random.nextBytes(bytes);
    ByteBuffer data = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    data.put(0, bytes);
    WeightMatrix table = new WeightMatrix(format, count, width, data);
    int[] rows = {36, 0, 7, 7};
    agree(
        4 * (width + 1),
        0,
        (kernels, target) -> kernels.lookUp(table, rows, 4, FloatRows.of(target, width + 1)));
    for (FloatKernels kernels : ALL) {
      PackedMatrix packed = PackedMatrix.stack(kernels, List.of(table.slice(0, 3), table));
      PackedMatrix decoded =
          PackedMatrix.stack(kernels, List.of(rows(table.slice(0, 3)), rows(table)));
      assertThat(packed.panels()).as(kernels.name()).isEqualTo(decoded.panels());
    }
  }

  /** A matrix that has been decoded. */
  private static MatrixRows rows(WeightMatrix matrix) {
    return rows(matrix.toArray(), matrix.width());
  }

  @Test
  void refusesToReadOrWriteOutsideTheArrays() {
    FloatKernels kernels = FloatKernels.best();
    assumeTrue(kernels instanceof NativeFloatKernels, "no native kernels");
    float[] ten = new float[10];
    FloatRows rows = FloatRows.of(ten, 5);
    FloatRows shifted = new FloatRows(ten, 1, 5);
    FloatRows backward = new FloatRows(ten, 5, -5);
    int[] order = {0, 7};
    List<ThrowingCallable> calls =
        List.of(
            () -> kernels.add(rows, 3, 5, rows),
            () -> kernels.add(rows, 2, 6, rows),
            () -> kernels.add(rows, 2, 5, shifted),
            () -> kernels.add(backward, 2, 5, rows),
            () -> kernels.norm(rows, 2, new float[6], 1f, rows),
            () -> kernels.unit(shifted, 2, 5, 1f, 1f),
            () -> kernels.gate(rows, rows, new float[1], 2, 5, rows),
            () -> kernels.convolve(rows, rows, 2, 1, 5, rows),
            () -> kernels.convolve(rows.from(1, 0), rows, 2, 2, 5, rows),
            () -> kernels.openGates(rows, rows, 2, new float[5], new float[4]),
            () -> kernels.deltaRule(new float[24], 1, new DeltaRows(1, 4, 6)),
            () -> kernels.route(rows, 2, 5, new int[3], 2, ten),
            () -> kernels.route(rows, 2, 5, new int[20], 6, ten),
            () -> kernels.gather(rows, order, 0, 2, 2, 5, rows),
            () -> kernels.scatter(rows, order, 0, 2, 2, 5, rows),
            () -> kernels.gather(rows, order, 1, 2, 8, 5, rows));
    for (int i = 0; i < calls.size(); i++) {
      assertThatThrownBy(calls.get(i))
          .as("call %d", i)
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void refusesAMatrixThatWasPackedForOthers() {
    assumeTrue(NativeFloatKernels.of(512) != null, "no AVX-512");
    NativeFloatKernels wide = Objects.requireNonNull(NativeFloatKernels.of(512));
    NativeFloatKernels narrow = Objects.requireNonNull(NativeFloatKernels.of(256));
    PackedMatrix packed = PackedMatrix.stack(narrow, List.of(rows(new float[6], 3)));
    FloatRows rows = FloatRows.of(new float[64], 32);
    assertThatThrownBy(() -> wide.multiply(rows, 1, packed, rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("packed in panels of 16, not 32");
  }

  /** What some kernels do to an array. */
  private interface Step {
    void run(FloatKernels kernels, float[] target);
  }

  private static void agree(int size, double tolerance, Step step) {
    agree(new float[size], tolerance, step);
  }

  /** That all kernels change the same values, and leave the others alone. */
  private static void agree(float[] before, double tolerance, Step step) {
    float[] expected = before.clone();
    step.run(PLAIN, expected);
    for (FloatKernels kernels : ALL) {
      float[] target = before.clone();
      step.run(kernels, target);
      for (int i = 0; i < target.length; i++) {
        if (tolerance == 0) {
          // boxed, what is not a number equals itself
          assertThat((Float) target[i])
              .as("%s, %d", kernels.name(), i)
              .isEqualTo((Float) expected[i]);
        } else {
          assertThat((double) target[i])
              .as("%s, value %d", kernels.name(), i)
              .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
        }
      }
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
      FloatKernels kernels, float[] a, int rows, int depth, float[] weights, int outputs) {
    PackedMatrix packed = PackedMatrix.stack(kernels, List.of(rows(weights, depth)));
    float[] padded = multiply(kernels, a, rows, depth, packed);
    float[] product = new float[rows * outputs];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(padded, row * packed.paddedOutputs(), product, row * outputs, outputs);
    }
    return product;
  }

  private static float[] multiply(
      FloatKernels kernels, float[] a, int rows, int depth, PackedMatrix packed) {
    int stride = packed.paddedOutputs();
    float[] product = new float[FloatKernels.paddedRows(rows) * stride];
    kernels.multiply(FloatRows.of(a, depth), rows, packed, FloatRows.of(product, stride));
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
