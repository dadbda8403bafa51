package org.unabridged.inference.tensor;

/**
 * Elementary functions in float32: a polynomial after range reduction, within about 1.5e-7 of the
 * exact value relatively. The same operations in the same order as their vector forms.
 */
public final class Activations {

  /** Beyond these the result would leave the range of normal floats. */
  static final float EXP_LOW = -87.0f;

  static final float EXP_HIGH = 88.0f;

  static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts, so that n * ln 2 is subtracted without rounding. */
  static final float LN2_HIGH = 0.6933594f;

  static final float LN2_LOW = -2.1219444e-4f;

  /** Adding 1.5 * 2^23 rounds a float to an integer that then stands in the low bits. */
  static final float ROUNDING = 12582912f;

  /** Minimax polynomial of (e^r - 1 - r) / r^2 on |r| <= ln(2) / 2. */
  static final float EXP_5 = 1.9875691e-4f;

  static final float EXP_4 = 0.0013981999f;
  static final float EXP_3 = 8.333452e-3f;
  static final float EXP_2 = 4.1665796e-2f;
  static final float EXP_1 = 1.6666666e-1f;
  static final float EXP_0 = 5e-1f;

  private Activations() {}

  /** e^x, with x held within [-87, 88]. */
  public static float exp(float x) {
    float held = Math.min(Math.max(x, EXP_LOW), EXP_HIGH);
    float shifted = held * LOG2_E + ROUNDING;
    float n = shifted - ROUNDING;
    float r = (held - n * LN2_HIGH) - n * LN2_LOW;
    float p = EXP_5 * r + EXP_4;
    p = p * r + EXP_3;
    p = p * r + EXP_2;
    p = p * r + EXP_1;
    p = p * r + EXP_0;
    float value = (p * r) * r + r + 1f;
    int exponent = (Float.floatToRawIntBits(shifted) + 127) << 23;
    return value * Float.intBitsToFloat(exponent);
  }

  /** Logistic function. */
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /** x times its logistic function. */
  public static float silu(float x) {
    return x / (1f + exp(-x));
  }

  /**
   * ln(1 + e^x), as max(x, 0) + ln(1 + u) with u = e^-|x|, by the series of the inverse hyperbolic
   * tangent.
   */
  public static float softplus(float x) {
    float u = exp(-Math.abs(x));
    float z = u / (2f + u);
    float squared = z * z;
    // |z| <= 1/3: what is left out is below 1e-8
    float series = 1f / 13f;
    series = series * squared + 1f / 11f;
    series = series * squared + 1f / 9f;
    series = series * squared + 1f / 7f;
    series = series * squared + 1f / 5f;
    series = series * squared + 1f / 3f;
    series = series * squared + 1f;
    return Math.max(x, 0f) + 2f * z * series;
  }

  /** Sum of squares, in an order that is the same everywhere. */
  public static float sumOfSquares(float[] x, int offset, int width) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int end = offset + width;
    int i = offset;
    // eight sums, as additions wait for each other within one
    for (; i + 7 < end; i += 8) {
      s0 += x[i] * x[i];
      s1 += x[i + 1] * x[i + 1];
      s2 += x[i + 2] * x[i + 2];
      s3 += x[i + 3] * x[i + 3];
      s4 += x[i + 4] * x[i + 4];
      s5 += x[i + 5] * x[i + 5];
      s6 += x[i + 6] * x[i + 6];
      s7 += x[i + 7] * x[i + 7];
    }
    for (; i < end; i++) {
      s0 += x[i] * x[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  /**
   * Root-mean-square norm: {@code target = x / sqrt(mean(x * x) + epsilon) * weight}.
   *
   * @param x the row
   * @param offset where it starts
   * @param weight one factor per value
   * @param epsilon added to the mean square
   * @param target receives the row; may be {@code x}
   * @param targetOffset where it goes
   */
  public static void rmsNorm(
      float[] x, int offset, float[] weight, float epsilon, float[] target, int targetOffset) {
    int width = weight.length;
    float mean = sumOfSquares(x, offset, width) / width;
    float scale = 1f / (float) Math.sqrt(mean + epsilon);
    for (int i = 0; i < width; i++) {
      target[targetOffset + i] = x[offset + i] * scale * weight[i];
    }
  }

  /**
   * Scales a row to unit length times a factor: {@code x *= factor / sqrt(sum(x * x) + epsilon)}.
   *
   * @param x the row, changed in place
   * @param offset where it starts
   * @param width its length
   * @param epsilon added to the sum of squares
   * @param factor length of the result
   */
  public static void unitNorm(float[] x, int offset, int width, float epsilon, float factor) {
    float scale = factor / (float) Math.sqrt(sumOfSquares(x, offset, width) + epsilon);
    for (int i = offset; i < offset + width; i++) {
      x[i] *= scale;
    }
  }

  /** Adds a row to another. */
  public static void add(float[] x, int offset, float[] target, int targetOffset, int width) {
    for (int i = 0; i < width; i++) {
      target[targetOffset + i] += x[offset + i];
    }
  }
}
