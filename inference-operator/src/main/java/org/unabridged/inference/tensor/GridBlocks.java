package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;

/**
 * Formats whose blocks of 256 values name rows of a table, {@link LookupGrids}, with signs and
 * scales beside them: a group of 32 values is four rows of eight.
 */
final class GridBlocks {

  static final int LENGTH = 256;

  private static final int GROUPS = 8;
  private static final int ROW = 8;
  private static final int HALF_ROW = 4;
  private static final float DELTA = 0.125f;

  private static final byte[][] IQ2_XXS = LookupGrids.ALL.grid("iq2xxs");
  private static final byte[][] IQ2_XS = LookupGrids.ALL.grid("iq2xs");
  private static final byte[][] IQ2_S = LookupGrids.ALL.grid("iq2s");
  private static final byte[][] IQ3_XXS = LookupGrids.ALL.grid("iq3xxs");
  private static final byte[][] IQ3_S = LookupGrids.ALL.grid("iq3s");
  private static final byte[][] IQ1 = LookupGrids.ALL.grid("iq1s");

  private GridBlocks() {}

  /** Of each group four bytes of rows, then four times seven signs and a scale of four bits. */
  static void decodeIq2Xxs(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int row = 0; row < 4 * GROUPS; row++) {
      int group = at + 2 + row / 4 * 8;
      int last = data.getInt(group + 4);
      float factor = scale * (0.5f + (last >>> 28)) * 0.25f;
      int signs = withParity(last >>> 7 * (row % 4) & 0x7f);
      signed(IQ2_XXS[data.get(group + row % 4) & 0xff], signs, factor, target, offset + row * ROW);
    }
  }

  /** Nine bits of each row and seven of its signs, then a scale of four bits for every two rows. */
  static void decodeIq2Xs(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int row = 0; row < 4 * GROUPS; row++) {
      int word = data.getShort(at + 2 + 2 * row) & 0xffff;
      float factor = scale * (0.5f + nibble(data, at + 66, row / 2)) * 0.25f;
      signed(IQ2_XS[word & 0x1ff], withParity(word >> 9), factor, target, offset + row * ROW);
    }
  }

  /** Eight bits of each row, its signs, two more bits of each, and scales as in IQ2_XS. */
  static void decodeIq2S(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int row = 0; row < 4 * GROUPS; row++) {
      int high = data.get(at + 66 + row / 4) >> 2 * (row % 4) & 3;
      int index = data.get(at + 2 + row) & 0xff | high << 8;
      float factor = scale * (0.5f + nibble(data, at + 74, row / 2)) * 0.25f;
      signed(IQ2_S[index], data.get(at + 34 + row), factor, target, offset + row * ROW);
    }
  }

  /** Bytes of half rows of four values, then signs and scales as in IQ2_XXS. */
  static void decodeIq3Xxs(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int row = 0; row < 4 * GROUPS; row++) {
      int last = data.getInt(at + 66 + row / 4 * 4);
      float factor = scale * (0.5f + (last >>> 28)) * 0.5f;
      int signs = withParity(last >>> 7 * (row % 4) & 0x7f);
      for (int part = 0; part < 2; part++) {
        byte[] values = IQ3_XXS[data.get(at + 2 + 2 * row + part) & 0xff];
        int to = offset + row * ROW + part * HALF_ROW;
        signed(values, signs >> part * HALF_ROW, factor, target, to);
      }
    }
  }

  /** Eight bits of each half row, a ninth of each, signs, and a scale for each group. */
  static void decodeIq3S(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int row = 0; row < 4 * GROUPS; row++) {
      int group = row / 4;
      float factor = scale * (1 + 2 * nibble(data, at + 106, group));
      int signs = data.get(at + 74 + row);
      for (int part = 0; part < 2; part++) {
        int half = 2 * row + part;
        int high = data.get(at + 66 + group) >> half % ROW & 1;
        byte[] values = IQ3_S[data.get(at + 2 + half) & 0xff | high << 8];
        int to = offset + row * ROW + part * HALF_ROW;
        signed(values, signs >> part * HALF_ROW, factor, target, to);
      }
    }
  }

  /** Eight bits of each row; of each group three more of each, its scale and its shift. */
  static void decodeIq1S(ByteBuffer data, int at, float[] target, int offset) {
    float scale = half(data, at);
    for (int row = 0; row < 4 * GROUPS; row++) {
      int word = data.getShort(at + 34 + row / 4 * 2) & 0xffff;
      int index = data.get(at + 2 + row) & 0xff | (word >> 3 * (row % 4) & 7) << 8;
      float factor = scale * (2 * (word >> 12 & 7) + 1);
      shifted(IQ1[index], (word & 0x8000) != 0, factor, target, offset + row * ROW);
    }
  }

  /** Eight bits of each row; three more and its shift; scales in whose top bits the block's is. */
  static void decodeIq1M(ByteBuffer data, int at, float[] target, int offset) {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits |= (data.getShort(at + 48 + 2 * i) & 0xf000) >> 12 << 4 * i;
    }
    float scale = HalfFloat.toFloat((short) bits);
    for (int row = 0; row < 4 * GROUPS; row++) {
      int more = nibble(data, at + 32, row);
      int pair = row / 2;
      int word = data.getShort(at + 48 + pair / 4 * 2) & 0xffff;
      float factor = scale * (2 * (word >> 3 * (pair % 4) & 7) + 1);
      byte[] values = IQ1[data.get(at + row) & 0xff | (more & 7) << 8];
      shifted(values, (more & 8) != 0, factor, target, offset + row * ROW);
    }
  }

  private static void signed(byte[] values, int signs, float factor, float[] target, int offset) {
    for (int i = 0; i < values.length; i++) {
      float value = factor * values[i];
      target[offset + i] = (signs >> i & 1) == 0 ? value : -value;
    }
  }

  private static void shifted(
      byte[] values, boolean down, float factor, float[] target, int offset) {
    float shift = down ? -DELTA : DELTA;
    for (int i = 0; i < values.length; i++) {
      target[offset + i] = factor * (values[i] + shift);
    }
  }

  /** Seven signs, and an eighth such that the negative ones are even in number. */
  private static int withParity(int signs) {
    return signs | (Integer.bitCount(signs) & 1) << 7;
  }

  private static int nibble(ByteBuffer data, int at, int index) {
    return data.get(at + index / 2) >> 4 * (index % 2) & 0xf;
  }

  private static float half(ByteBuffer data, int at) {
    return HalfFloat.toFloat(data.getShort(at));
  }
}
