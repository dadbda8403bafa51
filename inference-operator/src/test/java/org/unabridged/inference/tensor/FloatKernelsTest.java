package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.unabridged.inference.tensor.TestedFloatKernels.agree;
import static org.unabridged.inference.tensor.TestedFloatKernels.values;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What kernels do to rows: the fast ones against the plain ones, and the plain ones against
 * formulas in double precision.
 */
class FloatKernelsTest {

  private static final long SEED = 20260101;

  @ParameterizedTest
  @CsvSource({"1", "3", "15", "16", "17", "32", "33", "100"})
  void gatesLikeTheFormula(int width) {
    Random random = new Random(SEED + width);
    float[] gate = values(random, width + 2);
    float[] values = values(random, width + 3);
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
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
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
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
    TestedFloatKernels.PLAIN.route(
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
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
      PackedMatrix packed = PackedMatrix.stack(kernels, List.of(table.slice(0, 3), table));
      PackedMatrix decoded =
          PackedMatrix.stack(kernels, List.of(rows(table.slice(0, 3)), rows(table)));
      assertThat(packed.panels()).as(kernels.name()).isEqualTo(decoded.panels());
    }
  }

  /** A matrix that has been decoded. */
  private static MatrixRows rows(WeightMatrix matrix) {
    return TestedFloatKernels.rows(matrix.toArray(), matrix.width());
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
}
