package org.unabridged.inference.clausemoe;

import org.jspecify.annotations.Nullable;

/**
 * A document within a text, and the rules by which spans of it are tidied.
 *
 * @param text the whole text
 * @param from where the document starts in it
 * @param to where it ends
 */
record DocumentText(String text, int from, int to) {

  /** A span in UTF-16 offsets of the whole text. */
  record Range(int start, int end) {}

  /** Trims white space, then completes words at both ends; null if nothing is left. */
  @Nullable Range tidy(int rawStart, int rawEnd) {
    int start = Math.max(rawStart, from);
    int end = Math.min(rawEnd, to);
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return start >= end ? null : new Range(wordStart(start), wordEnd(end));
  }

  private int wordStart(int start) {
    int at = start;
    while (at > from && inWord(text.codePointAt(at)) && inWord(text.codePointBefore(at))) {
      at -= Character.charCount(text.codePointBefore(at));
    }
    return at;
  }

  private int wordEnd(int end) {
    int at = end;
    while (at < to && inWord(text.codePointBefore(at)) && inWord(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /**
   * The characters of a range with each run of white space as one space: the same for repeats that
   * are laid out anew.
   */
  String folded(Range range) {
    StringBuilder folded = new StringBuilder(range.end() - range.start());
    for (int i = range.start(); i < range.end(); i++) {
      char character = text.charAt(i);
      if (!isSpace(character)) {
        folded.append(character);
      } else if (i == range.start() || !isSpace(text.charAt(i - 1))) {
        folded.append(' ');
      }
    }
    return folded.toString();
  }

  static boolean isSpace(char character) {
    return character <= ' '
        || character == 0x85
        || character == 0xa0
        || character == 0x1680
        || (character >= 0x2000 && character <= 0x200a)
        || character == 0x2028
        || character == 0x2029
        || character == 0x202f
        || character == 0x205f
        || character == 0x3000;
  }

  private static boolean inWord(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER ->
          true;
      default -> false;
    };
  }
}
