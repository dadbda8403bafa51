package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;

/** Decodes one block of a format. */
@FunctionalInterface
interface BlockDecoder {

  /**
   * Decodes a block.
   *
   * @param data little-endian
   * @param at where in {@code data} the block starts
   * @param target receives the values of the block
   * @param offset where they go
   */
  void decode(ByteBuffer data, int at, float[] target, int offset);
}
