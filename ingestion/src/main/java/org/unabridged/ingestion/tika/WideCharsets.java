package org.unabridged.ingestion.tika;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recognises UTF-16 and UTF-32 without a byte order mark by their structure: read in the right one,
 * the bytes are assigned characters of few scripts; read in another, they are not.
 */
final class WideCharsets {
  /** Natural logarithm of how rare such texts are beside those in legacy charsets. */
  static final double ODDS = -6;

  private static final List<String> BY_FOUR = List.of("UTF-32LE", "UTF-32BE");
  private static final List<String> BY_TWO = List.of("UTF-16LE", "UTF-16BE");
  private static final int ASCII = 0x80;
  private static final int FEWEST_CHARACTERS = 4;

  /** The share of characters that may mean nothing. */
  private static final double MOST_ODD = 0.01;

  /** So many letters may be of another script than the one before. */
  private static final double MOST_SWITCHES = 0.15;

  private static final int SWITCHES_ALLOWED = 6;

  private static final Comparator<Reading> BEST_FIRST =
      Comparator.comparingInt(Reading::switches)
          .thenComparing(Reading::ascii, Comparator.reverseOrder());

  private WideCharsets() {}

  /**
   * @param head the beginning of a text; its end may cut a character
   * @return null when the bytes are not text in any of these
   */
  static @Nullable Charset choose(byte[] head) {
    Charset byFour = best(BY_FOUR, head, 4);
    return byFour != null ? byFour : best(BY_TWO, head, 2);
  }

  private static @Nullable Charset best(List<String> charsets, byte[] head, int unit) {
    byte[] bytes = Arrays.copyOf(head, head.length / unit * unit);
    return charsets.stream()
        .filter(Charset::isSupported)
        .map(name -> Reading.of(bytes, Charset.forName(name)))
        .flatMap(Stream::ofNullable)
        .filter(Reading::isText)
        .min(BEST_FIRST)
        .map(Reading::charset)
        .orElse(null);
  }

  /**
   * @param odd characters that no text has
   * @param switches letters of another script than the letter before
   */
  private record Reading(Charset charset, int characters, int odd, int switches, int ascii) {
    static @Nullable Reading of(byte[] bytes, Charset charset) {
      String text = decoded(bytes, charset);
      if (text == null) {
        return null;
      }
      return new Reading(
          charset,
          text.codePointCount(0, text.length()),
          Math.toIntExact(text.codePoints().filter(Reading::isOdd).count()),
          switchesIn(text),
          Math.toIntExact(text.chars().filter(c -> c < ASCII).count()));
    }

    boolean isText() {
      return characters >= FEWEST_CHARACTERS
          && odd <= MOST_ODD * characters
          && switches <= Math.max(SWITCHES_ALLOWED, MOST_SWITCHES * characters);
    }

    private static int switchesIn(String text) {
      int switches = 0;
      Character.UnicodeScript last = null;
      for (int letter : text.codePoints().filter(Character::isLetter).toArray()) {
        Character.UnicodeScript script = script(letter);
        switches += last == null || script == last ? 0 : 1;
        last = script;
      }
      return switches;
    }

    /** The scripts of Japanese are one, and so are the few signs of Bopomofo beside Chinese. */
    private static Character.UnicodeScript script(int letter) {
      Character.UnicodeScript script = Character.UnicodeScript.of(letter);
      return switch (script) {
        case HIRAGANA, KATAKANA, BOPOMOFO -> Character.UnicodeScript.HAN;
        default -> letter >= 0x3000 && letter < 0x3100 ? Character.UnicodeScript.HAN : script;
      };
    }

    private static boolean isOdd(int codePoint) {
      return switch (Character.getType(codePoint)) {
        case Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> true;
        case Character.CONTROL -> !Character.isWhitespace(codePoint);
        default -> codePoint == 0xfffe;
      };
    }

    /** Null when some bytes mean nothing; a character that the end cuts is left out. */
    private static @Nullable String decoded(byte[] bytes, Charset charset) {
      CharBuffer text = CharBuffer.allocate(bytes.length);
      boolean error =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes), text, false)
              .isError();
      return error ? null : text.flip().toString();
    }
  }
}
