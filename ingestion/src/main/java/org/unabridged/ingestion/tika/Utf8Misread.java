package org.unabridged.ingestion.tika;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Turns words back that were written in UTF-8 and read in another charset. Bytes that have no
 * character in that charset, or a control character, are missing from the word.
 */
final class Utf8Misread {
  /** What a character costs whose bytes are missing: about as much as a rare one. */
  static final double COST_OF_LOST = 8;

  /** Stands for such a character; every text has it. */
  private static final char LOST = '\t';

  private static final String NONE = "";
  private static final int UNKNOWN_BYTE = -1;
  private static final char REPLACEMENT = '\ufffd';

  private Utf8Misread() {}

  /** How many characters of a word could not be told. */
  static long lost(String word) {
    return word.chars().filter(c -> c == LOST).count();
  }

  /** The result is empty for a word that cannot be UTF-8 read in the charset. */
  static Function<String, String> inSingleBytes(Charset charset) {
    Map<Character, Integer> bytes = new HashMap<>();
    for (int b = 0x80; b <= 0xff; b++) {
      char c = new String(new byte[] {(byte) b}, charset).charAt(0);
      if (c != REPLACEMENT) {
        bytes.putIfAbsent(c, b);
      }
    }
    bytes.put(REPLACEMENT, UNKNOWN_BYTE);
    return word -> meant(word, bytes);
  }

  private static String meant(String word, Map<Character, Integer> bytes) {
    StringBuilder meant = new StringBuilder();
    int whole = 0;
    for (int i = 0; i < word.length(); ) {
      char c = word.charAt(i++);
      if (c < 0x80) {
        meant.append(c);
        continue;
      }
      int lead = bytes.getOrDefault(c, 0);
      int wanted = following(lead);
      if (wanted == 0) {
        return NONE;
      }
      int codePoint = lead & (0x3f >> wanted);
      int found = 0;
      boolean known = true;
      while (found < wanted && i < word.length()) {
        int next = word.charAt(i) < 0x80 ? 0 : bytes.getOrDefault(word.charAt(i), 0);
        if (next != UNKNOWN_BYTE && (next < 0x80 || next > 0xbf)) {
          break;
        }
        known &= next != UNKNOWN_BYTE;
        codePoint = codePoint << 6 | next & 0x3f;
        found++;
        i++;
      }
      boolean complete = found == wanted && known && Character.isDefined(codePoint);
      whole += complete ? 1 : 0;
      meant.appendCodePoint(complete ? codePoint : LOST);
    }
    return whole == 0 ? NONE : meant.toString();
  }

  /** How many bytes follow the first of a sequence; 0 for a byte that begins none. */
  private static int following(int lead) {
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  }

  /** As {@link #inSingleBytes}; a byte that is missing makes the word another one altogether. */
  static Function<String, String> inDoubleBytes(Charset charset) {
    return word -> {
      CharsetEncoder encoder =
          charset
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      try {
        ByteBuffer bytes = encoder.encode(CharBuffer.wrap(word));
        return StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(bytes)
            .toString();
      } catch (CharacterCodingException e) {
        return NONE;
      }
    };
  }
}
