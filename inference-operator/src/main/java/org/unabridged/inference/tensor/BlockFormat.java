package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;

/** The formats of weights that the runtime computes with, by their number in a GGUF file. */
public enum BlockFormat {
  F32(0, 1, Float.BYTES) {
    @Override
    public void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = data.getFloat(position + i * Float.BYTES);
      }
    }
  },
  F16(1, 1, Short.BYTES) {
    @Override
    public void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = HalfFloat.toFloat(data.getShort(position + i * Short.BYTES));
      }
    }
  },
  BF16(30, 1, Short.BYTES) {
    @Override
    public void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        int bits = data.getShort(position + i * Short.BYTES) << Short.SIZE;
        target[offset + i] = Float.intBitsToFloat(bits);
      }
    }
  },
  /** Blocks of a half-precision scale and 32 signed bytes. */
  Q8_0(8, 32, Short.BYTES + 32) {
    @Override
    public void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
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

  private final int id;

  final int blockLength;
  final int blockBytes;

  BlockFormat(int id, int blockLength, int blockBytes) {
    this.id = id;
    this.blockLength = blockLength;
    this.blockBytes = blockBytes;
  }

  /** Number of the format in a GGUF file. */
  public int id() {
    return id;
  }

  /** Values in a block. */
  public int blockLength() {
    return blockLength;
  }

  /** Bytes of a block. */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * Bytes of a row.
   *
   * @param width values in it, a multiple of {@link #blockLength}
   */
  public int rowBytes(int width) {
    return Math.multiplyExact(width / blockLength, blockBytes);
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
  public abstract void decode(ByteBuffer data, int position, float[] target, int offset, int count);
}
