package org.unabridged.inference.remote;

import java.nio.charset.StandardCharsets;

/**
 * How many tokens a text can have at most, from its characters, for models whose tokenizer is not
 * there: byte-level pair encodings of a large multilingual vocabulary. Each script has a rate that
 * is safely above what texts in its languages come to; where no rate is known, a token is a byte,
 * which is the most that such an encoding can give.
 */
final class TokenBound {

  // Tokens for a thousand characters. Real English has about 200. Chosen so that none of the 530
  // translations of the Universal Declaration of Human Rights has more in Qwen3's vocabulary.
  private static final int LATIN = 500;
  private static final int LATIN_WITH_MARKS = 1_600;
  private static final int DIGIT = 1_000;
  private static final int SPACE = 400;
  private static final int SPACE_ELSEWHERE = 1_000;
  private static final int PUNCTUATION = 1_000;
  private static final int GREEK = 1_200;
  private static final int CYRILLIC = 900;
  private static final int SEMITIC = 1_200;
  private static final int HAN = 1_500;
  private static final int KANA_AND_HANGUL = 1_500;
  private static final int THAI = 1_500;

  /** From here on, Latin and Greek letters have two marks, and three bytes. */
  private static final int EXTENDED = 0x1e00;

  /** Letters in a row without a vowel that no language writes: codes, which are cut small. */
  private static final int LONGEST_CLUSTER = 5;

  private TokenBound() {}

  /** An upper bound of a text's tokens. */
  static long of(String text) {
    long thousandths = 0;
    int cluster = 0;
    int before = ' ';
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      cluster = isConsonant(codePoint) ? cluster + 1 : 0;
      if (codePoint == ' ' && before >= 0x80) {
        thousandths += SPACE_ELSEWHERE;
      } else {
        thousandths += cluster > LONGEST_CLUSTER ? 1_000 : rate(codePoint);
      }
      before = codePoint;
    }
    return thousandths / 1_000 + 1;
  }

  private static boolean isConsonant(int codePoint) {
    return codePoint < 0x80
        && Character.isLetter(codePoint)
        && "aeiouyAEIOUY".indexOf(codePoint) < 0;
  }

  private static int rate(int codePoint) {
    if (codePoint < 0x80) {
      return ascii(codePoint);
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case LATIN -> LATIN_WITH_MARKS;
      case GREEK -> codePoint < EXTENDED ? GREEK : bytes(codePoint);
      case CYRILLIC -> CYRILLIC;
      case ARABIC, HEBREW -> SEMITIC;
      case HAN -> codePoint < 0x10000 ? HAN : bytes(codePoint);
      case HIRAGANA, KATAKANA, HANGUL -> KANA_AND_HANGUL;
      case THAI -> THAI;
      default -> bytes(codePoint);
    };
  }

  private static int ascii(int codePoint) {
    if (Character.isLetter(codePoint)) {
      return LATIN;
    }
    if (Character.isDigit(codePoint)) {
      return DIGIT;
    }
    return codePoint <= ' ' ? SPACE : PUNCTUATION;
  }

  private static int bytes(int codePoint) {
    return 1_000 * Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
  }
}
