package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ActivationsTest {

  @Test
  void exponentialIsWithinTwoUnitsOfTheLastPlace() {
    for (double x = -86.9; x < 87.9; x += 0.0137) {
      float argument = (float) x;
      double exact = Math.exp(argument);
      assertThat(Activations.exp(argument) / exact - 1).isCloseTo(0, within(2.4e-7));
    }
  }

  @Test
  void exponentialStaysFiniteAtTheEnds() {
    assertThat(Activations.exp(1000f)).isFinite().isGreaterThan(1e38f);
    assertThat(Activations.exp(-1000f)).isPositive().isLessThan(1e-37f);
    assertThat(Activations.exp(0f)).isEqualTo(1f);
  }

  @Test
  void vectorExponentialEqualsTheScalarOne() {
    FloatKernels vector = FloatKernels.vector();
    Random random = new Random(7);
    float[] gate = new float[4096];
    float[] ones = new float[gate.length];
    float[] fast = new float[gate.length];
    for (int i = 0; i < gate.length; i++) {
      gate[i] = (float) (random.nextGaussian() * 30);
      ones[i] = 1f;
    }
    int width = gate.length;
    vector.gate(
        FloatRows.of(gate, width),
        FloatRows.of(ones, width),
        null,
        1,
        width,
        FloatRows.of(fast, width));
    for (int i = 0; i < gate.length; i++) {
      assertThat(fast[i]).isEqualTo(Activations.silu(gate[i]));
    }
  }

  @Test
  void softplusAndSigmoidFollowTheirFormulas() {
    for (double x = -60; x < 60; x += 0.0173) {
      float argument = (float) x;
      double softplus = Math.max(argument, 0) + Math.log1p(Math.exp(-Math.abs(argument)));
      assertThat(Activations.softplus(argument) / softplus - 1).isCloseTo(0, within(5e-7));
      double sigmoid = 1 / (1 + Math.exp(-argument));
      assertThat(Activations.sigmoid(argument) / sigmoid - 1).isCloseTo(0, within(5e-7));
    }
  }

  @Test
  void normsFollowTheirFormulas() {
    float[] x = {9, 3, -4, 0, 12, 1, 1, 1, 1, 1, 2};
    float[] weight = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    float[] y = new float[12];
    Activations.rmsNorm(x, 1, weight, 1e-6f, y, 2);
    double scale = 1 / Math.sqrt((9 + 16 + 144 + 5 + 4) / 10.0 + 1e-6);
    assertThat((double) y[2]).isCloseTo(3 * scale, within(1e-6));
    assertThat((double) y[6]).isCloseTo(5 * scale, within(1e-5));
    assertThat((double) y[11]).isCloseTo(10 * 2 * scale, within(1e-5));

    Activations.unitNorm(x, 1, 4, 1e-6f, 0.5f);
    assertThat(x[0]).isEqualTo(9f);
    assertThat((double) x[1]).isCloseTo(0.5 * 3 / 13, within(1e-7));
    assertThat((double) x[4]).isCloseTo(0.5 * 12 / 13, within(1e-7));
    assertThat(x[5]).isEqualTo(1f);
  }
}
