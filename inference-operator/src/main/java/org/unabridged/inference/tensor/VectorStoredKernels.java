package org.unabridged.inference.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API: rows of weights are decoded one by one. Lanes are summed as {@link
 * VectorFloatKernels} says.
 */
final class VectorStoredKernels implements StoredKernels {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  @Override
  public String name() {
    return "vector" + FLOATS.vectorBitSize();
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
        target[targetOffset + row * targetStride + o - fromOutput] =
            dot(values, row * depth, output, depth);
      }
    }
  }

  private static float dot(float[] a, int aOffset, float[] b, int width) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int k = 0;
    for (; k + LANES <= width; k += LANES) {
      FloatVector left = FloatVector.fromArray(FLOATS, a, aOffset + k);
      sum = left.fma(FloatVector.fromArray(FLOATS, b, k), sum);
    }
    float total = 0;
    for (int lane = 0; lane < LANES; lane++) {
      total += sum.lane(lane);
    }
    for (; k < width; k++) {
      total += a[aOffset + k] * b[k];
    }
    return total;
  }
}
