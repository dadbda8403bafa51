package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unabridged.inference.tensor.TestedFloatKernels.values;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gated delta rule of all kernels, row by row and in chunks, against the formula. */
class DeltaRuleTest {

  private static final long SEED = 20260101;

  @ParameterizedTest
  @CsvSource({"1,4,4", "3,32,32", "17,32,48", "64,7,33", "20,16,8", "9,128,128"})
  void appliesTheDeltaRuleLikeTheFormula(int count, int keyWidth, int valueWidth) {
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
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
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
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
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
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
}
