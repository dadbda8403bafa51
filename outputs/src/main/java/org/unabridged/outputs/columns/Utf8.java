package org.unabridged.outputs.columns;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of strings in files. An unpaired surrogate, which is no character, becomes a question
 * mark.
 */
public final class Utf8 {

  /** From here on memory matters more than time: the JDK needs up to four times the result. */
  static final int LONG = 1 << 20;

  private Utf8() {}

  /** Encodes a string; the memory taken beside a long string is that of the result. */
  public static byte[] bytes(String text) {
    return text.length() < LONG ? text.getBytes(StandardCharsets.UTF_8) : exactly(text);
  }

  /** As {@link String#getBytes}, into an array of the right size from the start. */
  static byte[] exactly(String text) {
    byte[] bytes = new byte[Math.toIntExact(length(text))];
    CharsetEncoder encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CoderResult result = encoder.encode(CharBuffer.wrap(text), ByteBuffer.wrap(bytes), true);
    if (!result.isUnderflow()) {
      throw new IllegalStateException("Cannot encode a text of " + text.length() + ": " + result);
    }
    return bytes;
  }

  private static long length(String text) {
    long length = 0;
    for (int index = 0; index < text.length(); index++) {
      char unit = text.charAt(index);
      if (unit < 0x80) {
        length++;
      } else if (unit < 0x800) {
        length += 2;
      } else if (!Character.isSurrogate(unit)) {
        length += 3;
      } else if (isPair(text, index)) {
        length += 4;
        index++;
      } else {
        length++;
      }
    }
    return length;
  }

  private static boolean isPair(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        && index + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(index + 1));
  }
}
