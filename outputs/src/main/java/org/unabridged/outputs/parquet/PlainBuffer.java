package org.unabridged.outputs.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Values in Parquet's plain encoding, one after another. */
final class PlainBuffer {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int FIRST_BYTES = 1 << 10;

  /** A page is rarely much larger than the one before. */
  private static final int LARGEST_FIRST_BYTES = 1 << 20;

  private byte[] bytes = {};
  private int length;
  private int first = FIRST_BYTES;

  int length() {
    return length;
  }

  void addInt(int value) {
    reserve(Integer.BYTES);
    INTS.set(bytes, length, value);
    length += Integer.BYTES;
  }

  void addLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(bytes, length, value);
    length += Long.BYTES;
  }

  /** A byte array: its length, then itself. */
  void addBytes(byte[] value) {
    reserve(Math.addExact(Integer.BYTES, value.length));
    INTS.set(bytes, length, value.length);
    System.arraycopy(value, 0, bytes, length + Integer.BYTES, value.length);
    length += Integer.BYTES + value.length;
  }

  /** Bytes as they are. */
  void addByte(int value) {
    reserve(1);
    bytes[length] = (byte) value;
    length++;
  }

  /** Sets a bit of the last byte. */
  void setLast(int bit) {
    bytes[length - 1] |= (byte) (1 << bit);
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      long roomy = Math.max(Math.max(first, 2L * bytes.length), needed);
      bytes = Arrays.copyOf(bytes, (int) Math.min(roomy, Math.max(needed, LARGEST_ARRAY)));
    }
  }

  /** What a JVM can allocate. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Hands over what is in it, after which it is empty. */
  PlainPage take(byte[] levels) {
    PlainPage page = new PlainPage(levels, bytes, length);
    first = Math.min(LARGEST_FIRST_BYTES, Math.max(FIRST_BYTES, length + length / 8));
    bytes = new byte[0];
    length = 0;
    return page;
  }
}
