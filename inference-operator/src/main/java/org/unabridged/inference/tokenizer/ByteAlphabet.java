package org.unabridged.inference.tokenizer;

/**
 * The printable characters that stand for bytes in a vocabulary: bytes 33 to 126, 161 to 172 and
 * 174 to 255 as themselves, the other 68 as U+0100 and following, in order.
 */
public final class ByteAlphabet {

  private static final char[] CHARACTERS = new char[256];

  static {
    char next = 0x100;
    for (int value = 0; value < CHARACTERS.length; value++) {
      boolean itself = (value >= 33 && value <= 126) || (value >= 161 && value != 173);
      CHARACTERS[value] = itself ? (char) value : next++;
    }
  }

  private ByteAlphabet() {}

  /** The character of a byte, given as 0 to 255. */
  public static char character(int value) {
    return CHARACTERS[value];
  }
}
