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
  },
  Q4_0(2, NibbleBlocks.LENGTH, 18, NibbleBlocks::decodeQ40),
  Q4_1(3, NibbleBlocks.LENGTH, 20, NibbleBlocks::decodeQ41),
  Q5_0(6, NibbleBlocks.LENGTH, 22, NibbleBlocks::decodeQ50),
  Q5_1(7, NibbleBlocks.LENGTH, 24, NibbleBlocks::decodeQ51),
  Q2_K(10, SuperBlocks.LENGTH, 84, SuperBlocks::decodeQ2K),
  Q3_K(11, SuperBlocks.LENGTH, 110, SuperBlocks::decodeQ3K),
  Q4_K(12, SuperBlocks.LENGTH, 144, SuperBlocks::decodeQ4K),
  Q5_K(13, SuperBlocks.LENGTH, 176, SuperBlocks::decodeQ5K),
  Q6_K(14, SuperBlocks.LENGTH, 210, SuperBlocks::decodeQ6K),
  IQ2_XXS(16, GridBlocks.LENGTH, 66, GridBlocks::decodeIq2Xxs),
  IQ2_XS(17, GridBlocks.LENGTH, 74, GridBlocks::decodeIq2Xs),
  IQ3_XXS(18, GridBlocks.LENGTH, 98, GridBlocks::decodeIq3Xxs),
  IQ1_S(19, GridBlocks.LENGTH, 50, GridBlocks::decodeIq1S),
  IQ4_NL(20, NibbleBlocks.LENGTH, 18, NibbleBlocks::decodeIq4Nl),
  IQ3_S(21, GridBlocks.LENGTH, 110, GridBlocks::decodeIq3S),
  IQ2_S(22, GridBlocks.LENGTH, 82, GridBlocks::decodeIq2S),
  IQ4_XS(23, SuperBlocks.LENGTH, 136, NibbleBlocks::decodeIq4Xs),
  IQ1_M(29, GridBlocks.LENGTH, 56, GridBlocks::decodeIq1M),
  TQ1_0(34, 256, 54, FewBitBlocks::decodeTq10),
  TQ2_0(35, 256, 66, FewBitBlocks::decodeTq20),
  MXFP4(39, NibbleBlocks.LENGTH, 17, NibbleBlocks::decodeMxfp4),
  NVFP4(40, 64, 36, NibbleBlocks::decodeNvfp4),
  Q1_0(41, 128, 18, FewBitBlocks::decodeQ10),
  Q2_0(42, 64, 18, FewBitBlocks::decodeQ20);

  private final int id;
  private final BlockDecoder decoder;

  final int blockLength;
  final int blockBytes;

  BlockFormat(int id, int blockLength, int blockBytes) {
    this(
        id,
        blockLength,
        blockBytes,
        (data, at, target, offset) -> {
          throw new IllegalStateException("decodes rows, not blocks");
        });
  }

  BlockFormat(int id, int blockLength, int blockBytes, BlockDecoder decoder) {
    this.id = id;
    this.decoder = decoder;
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
  public void decode(ByteBuffer data, int position, float[] target, int offset, int count) {
    for (int done = 0, at = position; done < count; done += blockLength, at += blockBytes) {
      decoder.decode(data, at, target, offset + done);
    }
  }
}
