package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What float kernels are tested with: all that run here, and the plain ones as their twin. */
final class TestedFloatKernels {

  static final FloatKernels PLAIN = FloatKernels.scalar();

  /** All that run here: in plain Java, on the Vector API, in C for AVX2 and for AVX-512. */
  static final List<FloatKernels> ALL = all();

  private TestedFloatKernels() {}

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

  /** What some kernels do to an array. */
  interface Step {
    void run(FloatKernels kernels, float[] target);
  }

  static void agree(int size, double tolerance, Step step) {
    agree(new float[size], tolerance, step);
  }

  /** That all kernels change the same values, and leave the others alone. */
  static void agree(float[] before, double tolerance, Step step) {
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

  /** A matrix of these values. */
  static MatrixRows rows(float[] values, int width) {
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

  /** Normally distributed. */
  static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
