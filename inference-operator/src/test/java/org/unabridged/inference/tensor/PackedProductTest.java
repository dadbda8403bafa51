package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.unabridged.inference.tensor.TestedFloatKernels.rows;
import static org.unabridged.inference.tensor.TestedFloatKernels.values;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of rows with packed weights, by all kernels, against the formula. */
class PackedProductTest {

  private static final long SEED = 20260101;

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
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
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
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
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
    for (FloatKernels kernels : TestedFloatKernels.ALL) {
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
    assertThatThrownBy(() -> PackedMatrix.stack(TestedFloatKernels.PLAIN, parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth 5 stacked on depth 4");
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
}
