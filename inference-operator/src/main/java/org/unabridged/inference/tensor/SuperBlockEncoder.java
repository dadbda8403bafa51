package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes blocks of 256 values. Scales come from the smallest and the largest value of each group;
 * no search for better ones: good enough for weights made up at random, not for publishing a model.
 */
final class SuperBlockEncoder {

  private static final int LENGTH = SuperBlocks.LENGTH;
  private static final int SCALE_RANGE = 63;

  private SuperBlockEncoder() {}

  /** Eight groups of 32, each with a scale and a least value in six bits, and four bits a value. */
  static void encodeQ4K(float[] values, int offset, ByteBuffer data, int position) {
    int groups = 8;
    int group = LENGTH / groups;
    float[] steps = new float[groups];
    float[] least = new float[groups];
    for (int i = 0; i < groups; i++) {
      float low = 0;
      float high = 0;
      for (int j = offset + i * group; j < offset + (i + 1) * group; j++) {
        low = Math.min(low, values[j]);
        high = Math.max(high, values[j]);
      }
      steps[i] = (high - low) / 15;
      least[i] = -low;
    }
    float stepUnit = putHalf(data, position, highest(steps) / SCALE_RANGE);
    float leastUnit = putHalf(data, position + Short.BYTES, highest(least) / SCALE_RANGE);
    byte[] scales = new byte[12];
    byte[] nibbles = new byte[LENGTH / 2];
    for (int i = 0; i < groups; i++) {
      int step = quotient(steps[i], stepUnit, SCALE_RANGE);
      int low = quotient(least[i], leastUnit, SCALE_RANGE);
      putScales(scales, i, step, low);
      for (int j = 0; j < group; j++) {
        float above = values[offset + i * group + j] + low * leastUnit;
        int nibble = quotient(Math.max(0, above), step * stepUnit, 15);
        nibbles[i / 2 * group + j] |= (byte) (nibble << 4 * (i % 2));
      }
    }
    data.put(position + 2 * Short.BYTES, scales);
    data.put(position + 2 * Short.BYTES + scales.length, nibbles);
  }

  private static void putScales(byte[] scales, int group, int step, int low) {
    if (group < 4) {
      scales[group] |= (byte) step;
      scales[group + 4] |= (byte) low;
    } else {
      scales[group + 4] = (byte) (step & 15 | (low & 15) << 4);
      scales[group - 4] |= (byte) (step >> 4 << 6);
      scales[group] |= (byte) (low >> 4 << 6);
    }
  }

  /** Sixteen groups of 16, each with a signed scale, and six bits a value. */
  static void encodeQ6K(float[] values, int offset, ByteBuffer data, int position) {
    int groups = 16;
    int group = LENGTH / groups;
    float[] steps = new float[groups];
    for (int i = 0; i < LENGTH; i++) {
      steps[i / group] = Math.max(steps[i / group], Math.abs(values[offset + i]) / 31);
    }
    float unit = putHalf(data, position + 208, highest(steps) / Byte.MAX_VALUE);
    byte[] low = new byte[128];
    byte[] high = new byte[64];
    byte[] scales = new byte[groups];
    for (int i = 0; i < LENGTH; i++) {
      int scale = quotient(steps[i / group], unit, Byte.MAX_VALUE);
      scales[i / group] = (byte) scale;
      int sixBits = signedQuotient(values[offset + i], scale * unit) + 32;
      int half = i / 128;
      int quarter = i % 128 / 32;
      int lane = i % 32;
      low[64 * half + lane + 32 * (quarter & 1)] |= (byte) ((sixBits & 15) << 4 * (quarter / 2));
      high[32 * half + lane] |= (byte) (sixBits >> 4 << 2 * quarter);
    }
    data.put(position, low).put(position + 128, high).put(position + 192, scales);
  }

  /** The value as it was rounded. */
  private static float putHalf(ByteBuffer data, int position, float value) {
    short half = HalfFloat.toHalf(value);
    data.putShort(position, half);
    return HalfFloat.toFloat(half);
  }

  private static float highest(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - 1];
  }

  private static int quotient(float value, float unit, int most) {
    return unit == 0 ? 0 : Math.min(most, Math.round(value / unit));
  }

  private static int signedQuotient(float value, float unit) {
    return unit == 0 ? 0 : Math.max(-32, Math.min(31, Math.round(value / unit)));
  }
}
