package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;

/**
 * Formats of 32 values with one scale: four bits of value j stand in the lower half of byte j,
 * those of value j + 16 in its upper half.
 */
final class NibbleBlocks {

  static final int LENGTH = 32;

  private static final int HALF = LENGTH / 2;

  /** The values that the four bits of IQ4_NL and IQ4_XS name. */
  private static final byte[] NON_LINEAR = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  /** Twice the values of a float of four bits: sign, two bits of exponent, one of mantissa. */
  private static final byte[] FLOAT4 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

  private NibbleBlocks() {}

  /** Half-precision scale, nibbles; the value is scale * (nibble - 8). */
  static void decodeQ40(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int j = 0; j < HALF; j++) {
      int pair = data.get(at + 2 + j);
      target[offset + j] = scale * (low(pair) - 8);
      target[offset + j + HALF] = scale * (high(pair) - 8);
    }
  }

  /** Half-precision scale and least value, nibbles; the value is scale * nibble + least. */
  static void decodeQ41(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    float least = half(data, at + 2);
    for (int j = 0; j < HALF; j++) {
      int pair = data.get(at + 4 + j);
      target[offset + j] = scale * low(pair) + least;
      target[offset + j + HALF] = scale * high(pair) + least;
    }
  }

  /** Half-precision scale, 32 fifth bits, nibbles; the value is scale * (five bits - 16). */
  static void decodeQ50(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    int fifth = data.getInt(at + 2);
    for (int j = 0; j < HALF; j++) {
      int pair = data.get(at + 6 + j);
      target[offset + j] = scale * (fiveBits(low(pair), fifth, j) - 16);
      target[offset + j + HALF] = scale * (fiveBits(high(pair), fifth, j + HALF) - 16);
    }
  }

  /** Half-precision scale and least value, 32 fifth bits, nibbles: scale * five bits + least. */
  static void decodeQ51(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    float least = half(data, at + 2);
    int fifth = data.getInt(at + 4);
    for (int j = 0; j < HALF; j++) {
      int pair = data.get(at + 8 + j);
      target[offset + j] = scale * fiveBits(low(pair), fifth, j) + least;
      target[offset + j + HALF] = scale * fiveBits(high(pair), fifth, j + HALF) + least;
    }
  }

  /** Half-precision scale, nibbles that name values of a table. */
  static void decodeIq4Nl(ByteBuffer data, int at, float[] target, int offset) {
    decodeTable(data, at + 2, HALF, half(data, at), NON_LINEAR, target, offset);
  }

  /**
   * 256 values in eight groups of 32: half-precision scale, the upper two bits of each group's
   * scale, the lower four, nibbles of a table.
   */
  static void decodeIq4Xs(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    int upper = data.getShort(at + 2);
    for (int group = 0; group < 8; group++) {
      int lower = data.get(at + 4 + group / 2) >> 4 * (group & 1) & 0xf;
      int sixBits = lower | (upper >> 2 * group & 3) << 4;
      decodeTable(
          data,
          at + 8 + HALF * group,
          HALF,
          scale * (sixBits - 32),
          NON_LINEAR,
          target,
          offset + LENGTH * group);
    }
  }

  /** A byte of exponent, nibbles that are floats of four bits. */
  static void decodeMxfp4(ByteBuffer data, int at, float[] target, int offset) {
    // the table holds twice the values, hence one less than the bias of 127
    float scale = powerOfTwo((data.get(at) & 0xff) - 128);
    decodeTable(data, at + 1, HALF, scale, FLOAT4, target, offset);
  }

  /** 64 values in four groups: four scales of eight bits, nibbles that are floats of four bits. */
  static void decodeNvfp4(ByteBuffer data, int at, float[] target, int offset) {
    for (int group = 0; group < 4; group++) {
      float scale = 0.5f * unsignedFloat8(data.get(at + group) & 0xff);
      decodeTable(data, at + 4 + 8 * group, 8, scale, FLOAT4, target, offset + 16 * group);
    }
  }

  private static void decodeTable(
      ByteBuffer data, int at, int bytes, float scale, byte[] table, float[] target, int offset) {
    for (int j = 0; j < bytes; j++) {
      int pair = data.get(at + j);
      target[offset + j] = scale * table[low(pair)];
      target[offset + j + bytes] = scale * table[high(pair)];
    }
  }

  /** Four bits of exponent, three of mantissa; all ones, the code of NaN, counts as zero. */
  private static float unsignedFloat8(int code) {
    int exponent = code >> 3 & 0xf;
    int mantissa = code & 7;
    if (code == 0x7f) {
      return 0;
    }
    return exponent == 0
        ? mantissa * powerOfTwo(-9)
        : (1 + mantissa / 8f) * powerOfTwo(exponent - 7);
  }

  /** Exact down to the subnormal 2^-128. */
  private static float powerOfTwo(int exponent) {
    return Math.scalb(1f, exponent);
  }

  private static int fiveBits(int nibble, int fifth, int index) {
    return nibble | (fifth >>> index & 1) << 4;
  }

  private static int low(int pair) {
    return pair & 0xf;
  }

  private static int high(int pair) {
    return pair >> 4 & 0xf;
  }

  private static float half(ByteBuffer data, int at) {
    return HalfFloat.toFloat(data.getShort(at));
  }
}
