package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;

/** Formats of two, three or four values to choose from, times one half-precision scale. */
final class FewBitBlocks {

  private static final int[] POWERS_OF_THREE = {1, 3, 9, 27, 81};

  private FewBitBlocks() {}

  /** 128 values of scale or minus scale, one bit each. */
  static void decodeQ10(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int e = 0; e < 128; e++) {
      boolean positive = (data.get(at + 2 + e / 8) >> e % 8 & 1) == 1;
      target[offset + e] = positive ? scale : -scale;
    }
  }

  /** 64 values of two bits: scale * (bits - 1). */
  static void decodeQ20(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int e = 0; e < 64; e++) {
      target[offset + e] = scale * ((data.get(at + 2 + e / 4) >> 2 * (e % 4) & 3) - 1);
    }
  }

  /** 256 values of two bits in runs of 32, four runs over each other in 32 bytes. */
  static void decodeTq20(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at + 64);
    for (int e = 0; e < 256; e++) {
      int bits = data.get(at + 32 * (e / 128) + e % 32) >> 2 * (e % 128 / 32) & 3;
      target[offset + e] = scale * (bits - 1);
    }
  }

  /** 256 values of -1, 0 or 1, five to a byte, as digits to base three of a fraction of 256. */
  static void decodeTq10(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at + 52);
    int next = ternary(data, at, 32, 5, scale, target, offset);
    next = ternary(data, at + 32, 16, 5, scale, target, next);
    ternary(data, at + 48, 4, 4, scale, target, next);
  }

  private static int ternary(
      ByteBuffer data, int at, int bytes, int digits, float scale, float[] target, int offset) {
    int next = offset;
    for (int digit = 0; digit < digits; digit++) {
      for (int j = 0; j < bytes; j++) {
        int fraction = data.get(at + j) * POWERS_OF_THREE[digit] & 0xff;
        target[next++] = scale * ((fraction * 3 >> 8) - 1);
      }
    }
    return next;
  }

  private static float half(ByteBuffer data, int at) {
    return HalfFloat.toFloat(data.getShort(at));
  }
}
