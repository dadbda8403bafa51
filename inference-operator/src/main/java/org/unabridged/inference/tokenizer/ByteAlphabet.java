package org.unabridged.inference.tokenizer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The printable characters that stand for bytes in a vocabulary: bytes 33 to 126, 161 to 172 and
 * 174 to 255 as themselves, the other 68 as U+0100 and following, in order.
 */
public final class ByteAlphabet {

  private static final char[] CHARACTERS = new char[256];
  private static final short[] VALUES = new short[0x100 + 68];

  static {
    Arrays.fill(VALUES, (short) -1);
    char next = 0x100;
    for (int value = 0; value < CHARACTERS.length; value++) {
      boolean itself = (value >= 33 && value <= 126) || (value >= 161 && value != 173);
      CHARACTERS[value] = itself ? (char) value : next++;
      VALUES[CHARACTERS[value]] = (short) value;
    }
  }

  private ByteAlphabet() {}

  /** The character of a byte, given as 0 to 255. */
  public static char character(int value) {
    return CHARACTERS[value];
  }

  /** The bytes that a string of these characters stands for, or null if one stands for none. */
  static byte @Nullable [] bytes(String characters) {
    byte[] bytes = new byte[characters.length()];
    for (int i = 0; i < bytes.length; i++) {
      char character = characters.charAt(i);
      if (character >= VALUES.length || VALUES[character] < 0) {
        return null;
      }
      bytes[i] = (byte) VALUES[character];
    }
    return bytes;
  }
}
