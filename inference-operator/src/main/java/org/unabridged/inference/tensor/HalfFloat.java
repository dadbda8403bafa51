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

  /** The nearest half, to even among equals; beyond the range infinity. */
  static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude < 0x1p-14f) {
      // scaled so that the lowest bit of a subnormal half is one
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int magnitudeBits = bits & 0x7fffffff;
    int shift = 23 - MANTISSA_BITS;
    int rounded = magnitudeBits + (1 << (shift - 1)) - 1 + (magnitudeBits >>> shift & 1);
    return (short) (sign | ((rounded >>> shift) - (REBIAS << MANTISSA_BITS)));
  }
}
