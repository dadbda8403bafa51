package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;

/** Writes values in some of the formats. */
public final class BlockEncoder {

  private static final int BYTE_RANGE = 127;

  private BlockEncoder() {}

  /**
   * Encodes values.
   *
   * @param format F32, F16, Q8_0, Q4_K or Q6_K
   * @param values to be encoded
   * @param offset of the first
   * @param count how many, a multiple of the format's block length
   * @param data little-endian, receives the blocks
   * @param position of the first block
   * @throws IllegalArgumentException for other formats
   */
  public static void encode(
      BlockFormat format, float[] values, int offset, int count, ByteBuffer data, int position) {
    switch (format) {
      case F32 -> {
        for (int i = 0; i < count; i++) {
          data.putFloat(position + i * Float.BYTES, values[offset + i]);
        }
      }
      case F16 -> {
        for (int i = 0; i < count; i++) {
          data.putShort(position + i * Short.BYTES, HalfFloat.toHalf(values[offset + i]));
        }
      }
      case Q8_0 -> {
        int length = format.blockLength();
        for (int block = 0; block * length < count; block++) {
          encodeBytes(
              values, offset + block * length, data, position + block * format.blockBytes());
        }
      }
      case Q4_K -> {
        for (int i = 0; i < count; i += format.blockLength()) {
          int at = position + i / format.blockLength() * format.blockBytes();
          SuperBlockEncoder.encodeQ4K(values, offset + i, data, at);
        }
      }
      case Q6_K -> {
        for (int i = 0; i < count; i += format.blockLength()) {
          int at = position + i / format.blockLength() * format.blockBytes();
          SuperBlockEncoder.encodeQ6K(values, offset + i, data, at);
        }
      }
      default -> throw new IllegalArgumentException("cannot encode " + format);
    }
  }

  /** A scale such that the largest magnitude becomes 127, and 32 bytes. */
  private static void encodeBytes(float[] values, int offset, ByteBuffer data, int position) {
    int length = BlockFormat.Q8_0.blockLength();
    float largest = 0;
    for (int i = offset; i < offset + length; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    float scale = largest / BYTE_RANGE;
    float inverse = scale == 0 ? 0 : 1 / scale;
    data.putShort(position, HalfFloat.toHalf(scale));
    for (int i = 0; i < length; i++) {
      data.put(position + Short.BYTES + i, (byte) Math.round(values[offset + i] * inverse));
    }
  }
}
