package org.unabridged.inference.tensor;

/** IEEE 754 half precision; the JDK converts it from version 20 on only. */
final class HalfFloat {

  private static final int EXPONENT_MASK = 0x1f;
  private static final int MANTISSA_MASK = 0x3ff;
  private static final int MANTISSA_BITS = 10;

  /** Difference of the exponent biases of float and half. */
  private static final int REBIAS = 127 - 15;

  /** Value of the lowest mantissa bit of a subnormal half. */
  private static final float SUBNORMAL_UNIT = 0x1p-24f;

  private HalfFloat() {}

  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> MANTISSA_BITS & EXPONENT_MASK;
    int mantissa = half & MANTISSA_MASK;
    if (exponent == 0) {
      float magnitude = mantissa * SUBNORMAL_UNIT;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wideExponent = exponent == EXPONENT_MASK ? 0xff : exponent + REBIAS;
    return Float.intBitsToFloat(sign | (wideExponent << 23) | (mantissa << (23 - MANTISSA_BITS)));
  }
}
