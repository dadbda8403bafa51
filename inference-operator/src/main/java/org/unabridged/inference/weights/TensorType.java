package org.unabridged.inference.weights;

import java.nio.ByteBuffer;

/** The block formats that the runtime computes with, by their number in a GGUF file. */
enum TensorType {
  F32(0, 1, Float.BYTES) {
    @Override
    void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = data.getFloat(position + i * Float.BYTES);
      }
    }
  },
  F16(1, 1, Short.BYTES) {
    @Override
    void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = HalfFloat.toFloat(data.getShort(position + i * Short.BYTES));
      }
    }
  },
  BF16(30, 1, Short.BYTES) {
    @Override
    void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        int bits = data.getShort(position + i * Short.BYTES) << Short.SIZE;
        target[offset + i] = Float.intBitsToFloat(bits);
      }
    }
  },
  /** Blocks of a half-precision scale and 32 signed bytes. */
  Q8_0(8, 32, Short.BYTES + 32) {
    @Override
    void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
      int at = position;
      for (int block = offset; block < offset + count; block += blockLength) {
        float scale = HalfFloat.toFloat(data.getShort(at));
        at += Short.BYTES;
        for (int i = 0; i < blockLength; i++) {
          target[block + i] = scale * data.get(at + i);
        }
        at += blockLength;
      }
    }
  };

  final int id;

  /** Values in a block. */
  final int blockLength;

  /** Bytes of a block. */
  final int blockBytes;

  TensorType(int id, int blockLength, int blockBytes) {
    this.id = id;
    this.blockLength = blockLength;
    this.blockBytes = blockBytes;
  }

  /**
   * Decodes values.
   *
   * @param data little-endian
   * @param position of the first block in {@code data}
   * @param target receives the values
   * @param offset where they go
   * @param count how many, a multiple of {@link #blockLength}
   */
  abstract void decode(ByteBuffer data, int position, float[] target, int offset, int count);
}
