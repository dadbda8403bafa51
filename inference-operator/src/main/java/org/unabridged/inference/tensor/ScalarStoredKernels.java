package org.unabridged.inference.tensor;

/** The kernels in plain Java: rows of weights are decoded one by one. */
final class ScalarStoredKernels implements StoredKernels {

  @Override
  public String name() {
    return "scalar";
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
}
