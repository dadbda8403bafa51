package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;

/**
 * Formats of 256 values in groups of 16 or 32, each group with a scale of few bits that multiplies
 * the block's scale in half precision. Operations are in the order of ggml, whose results they
 * equal.
 */
final class SuperBlocks {

  static final int LENGTH = 256;

  private static final int GROUP = 32;

  /** Values that share 32 bytes of two-bit numbers. */
  private static final int QUARTERS = 128;

  private SuperBlocks() {}

  /**
   * 16 bytes of scale (lower half) and least value (upper half) of groups of 16, 64 bytes of
   * two-bit numbers, half-precision scale and scale of least values.
   */
  static void decodeQ2K(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at + 80);
    float leastScale = half(data, at + 82);
    for (int e = 0; e < LENGTH; e++) {
      int group = data.get(at + e / 16);
      target[offset + e] =
          scale * (group & 0xf) * twoBits(data, at + 16, e) - leastScale * (group >> 4 & 0xf);
    }
  }

  /**
   * 32 bytes of third bits, 64 bytes of two-bit numbers, 12 bytes of six-bit scales of groups of
   * 16, half-precision scale.
   */
  static void decodeQ3K(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at + 108);
    for (int e = 0; e < LENGTH; e++) {
      int third = data.get(at + e % GROUP) >> e / GROUP & 1;
      int number = twoBits(data, at + 32, e) - (third == 1 ? 0 : 4);
      target[offset + e] = scale * scaleQ3K(data, at + 96, e / 16) * number;
    }
  }

  private static int scaleQ3K(ByteBuffer data, int at, int group) {
    int lower = group < 8 ? data.get(at + group) : data.get(at + group - 8) >> 4;
    int upper = data.get(at + 8 + group % 4) >> 2 * (group / 4) & 3;
    return (lower & 0xf | upper << 4) - 32;
  }

  private static int twoBits(ByteBuffer data, int at, int element) {
    int value = data.get(at + GROUP * (element / QUARTERS) + element % GROUP);
    return value >> 2 * (element % QUARTERS / GROUP) & 3;
  }

  /**
   * Half-precision scale and scale of least values, 12 bytes of six-bit scales and least values of
   * groups of 32, 128 bytes of nibbles.
   */
  static void decodeQ4K(ByteBuffer data, int at, float[] target, int offset) {
    for (int group = 0; group < LENGTH / GROUP; group++) {
      float scale = half(data, at) * scale(data, at + 4, group);
      float least = half(data, at + 2) * least(data, at + 4, group);
      int from = at + 16 + GROUP * (group / 2);
      for (int j = 0; j < GROUP; j++) {
        target[offset + GROUP * group + j] = scale * nibble(data, from + j, group & 1) - least;
      }
    }
  }

  /** As Q4_K, with 32 bytes of fifth bits before the nibbles: bit g of byte j is of group g. */
  static void decodeQ5K(ByteBuffer data, int at, float[] target, int offset) {
    for (int group = 0; group < LENGTH / GROUP; group++) {
      float scale = half(data, at) * scale(data, at + 4, group);
      float least = half(data, at + 2) * least(data, at + 4, group);
      int from = at + 48 + GROUP * (group / 2);
      for (int j = 0; j < GROUP; j++) {
        int fifth = data.get(at + 16 + j) >> group & 1;
        int number = nibble(data, from + j, group & 1) + 16 * fifth;
        target[offset + GROUP * group + j] = scale * number - least;
      }
    }
  }

  private static int scale(ByteBuffer data, int at, int group) {
    return group < 4
        ? data.get(at + group) & 0x3f
        : data.get(at + group + 4) & 0xf | (data.get(at + group - 4) >> 6 & 3) << 4;
  }

  private static int least(ByteBuffer data, int at, int group) {
    return group < 4
        ? data.get(at + group + 4) & 0x3f
        : data.get(at + group + 4) >> 4 & 0xf | (data.get(at + group) >> 6 & 3) << 4;
  }

  /**
   * 128 bytes of the lower four bits, 64 bytes of the upper two, 16 signed scales of groups of 16,
   * half-precision scale.
   */
  static void decodeQ6K(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at + 208);
    for (int e = 0; e < LENGTH; e++) {
      int part = e / QUARTERS;
      int group = e % QUARTERS / GROUP;
      int j = e % GROUP;
      int lower = nibble(data, at + 64 * part + j + GROUP * (group & 1), group / 2);
      int upper = data.get(at + 128 + GROUP * part + j) >> 2 * group & 3;
      target[offset + e] = scale * data.get(at + 192 + e / 16) * ((lower | upper << 4) - 32);
    }
  }

  private static int nibble(ByteBuffer data, int at, int half) {
    return data.get(at) >> 4 * half & 0xf;
  }

  private static float half(ByteBuffer data, int at) {
    return HalfFloat.toFloat(data.getShort(at));
  }
}
