package org.unabridged.inference.grounding;

import java.text.Normalizer;

/**
 * A text in the form in which words are compared, with the way back. Two texts are the same in it
 * if they differ only in case, compatibility forms (NFKD), white space, hyphens and dashes,
 * quotation marks, and marks that nobody sees. What divides two digits stays, as one space: 10-20
 * is not 1020.
 */
final class FoldedText {
  private static final int LOWEST_FORMAT = 0xad;

  // stands for all that divides two digits, and for nothing else
  private static final char DIVIDER = ' ';

  private final String source;
  private final StringBuilder folded;
  private final Offsets starts;
  private boolean divided;

  FoldedText(String source) {
    this.source = source;
    this.folded = new StringBuilder(source.length());
    this.starts = new Offsets(source.length());
    for (int at = 0; at < source.length(); ) {
      int codePoint = source.codePointAt(at);
      fold(codePoint, at);
      at += Character.charCount(codePoint);
    }
  }

  /** How many folded characters there are. */
  int length() {
    return folded.length();
  }

  /** Copies folded characters. */
  String substring(int from, int to) {
    return folded.substring(from, to);
  }

  /** Where a literal occurs next in the folded characters, from an index on; -1 if nowhere. */
  int indexOf(String literal, int from) {
    return folded.indexOf(literal, from);
  }

  /** Copies folded characters into the beginning of an array. */
  void copy(int from, int to, char[] target) {
    folded.getChars(from, to, target, 0);
  }

  /** Where the source of a folded character starts. */
  int start(int index) {
    return starts.get(index);
  }

  /** Where the source of a folded character ends. */
  int end(int index) {
    if (folded.charAt(index) == DIVIDER) {
      return start(index + 1);
    }
    int start = start(index);
    return start + Character.charCount(source.codePointAt(start));
  }

  /** Index of the first folded character whose source starts at an offset or after it. */
  int indexAt(int offset) {
    return starts.firstFrom(offset);
  }

  /** Whether a word can start at a folded character. */
  boolean startsWord(int index) {
    if (index == 0) {
      return true;
    }
    int at = start(index);
    return start(index - 1) != at && (at == 0 || apart(source.codePointBefore(at), at));
  }

  /** Whether a word can end before a folded character. */
  boolean endsWord(int index) {
    if (index == length()) {
      return true;
    }
    int at = end(index - 1);
    return start(index) != start(index - 1)
        && (at == source.length() || apart(source.codePointBefore(at), at));
  }

  private boolean apart(int before, int at) {
    int after = source.codePointAt(at);
    return !Character.isLetterOrDigit(before)
        || !Character.isLetterOrDigit(after)
            && Character.getType(after) != Character.NON_SPACING_MARK
        || isUnspaced(before)
        || isUnspaced(after);
  }

  /** Of a script that puts no spaces between words. */
  static boolean isUnspaced(int codePoint) {
    if (codePoint < 0xe00) {
      return false;
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN, BOPOMOFO, YI -> true;
      default -> codePoint == 0x30fc;
    };
  }

  private void fold(int codePoint, int start) {
    if (codePoint < 0x80) {
      foldAscii((char) codePoint, start);
    } else if (isDivider(codePoint)) {
      divided = true;
    } else if (!isIgnored(codePoint)) {
      foldDecomposed(codePoint, start);
    }
  }

  private void foldAscii(char character, int start) {
    if (character <= ' ' || character == '-') {
      divided = true;
    } else if (character != '"' && character != '\'' && character != '`') {
      boolean upper = character >= 'A' && character <= 'Z';
      add(upper ? (char) (character + 32) : character, start);
    }
  }

  private void foldDecomposed(int codePoint, int start) {
    String decomposed = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
    for (int i = 0; i < decomposed.length(); ) {
      int part = decomposed.codePointAt(i);
      i += Character.charCount(part);
      if (part == 0xdf || part == 0x1e9e) {
        add('s', start);
        add('s', start);
      } else if (isDivider(part)) {
        divided = true;
      } else if (!isIgnored(part)) {
        for (char unit : Character.toChars(lower(part))) {
          add(unit, start);
        }
      }
    }
  }

  private static int lower(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  private void add(char character, int start) {
    int last = length() - 1;
    if (divided && last >= 0 && isDigit(folded.charAt(last)) && isDigit(character)) {
      int end = end(last);
      folded.append(DIVIDER);
      starts.add(end);
    }
    divided = false;
    folded.append(character);
    starts.add(start);
  }

  private static boolean isDigit(char character) {
    return Character.isDigit(character);
  }

  private static boolean isDivider(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.DASH_PUNCTUATION
        || codePoint == 0x2212
        || codePoint == 0xad
        || codePoint <= 0xffff && isSpace((char) codePoint);
  }

  private static boolean isIgnored(int codePoint) {
    if (codePoint < LOWEST_FORMAT && codePoint != '"' && codePoint != '\'' && codePoint != '`') {
      return codePoint == 0xab;
    }
    return switch (Character.getType(codePoint)) {
      case Character.FORMAT,
          Character.CONTROL,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION ->
          true;
      default -> isOtherQuote(codePoint);
    };
  }

  private static boolean isOtherQuote(int codePoint) {
    return switch (codePoint) {
      // low quotes, primes, the acute accent, corner brackets, the Arabic filler
      case '"', '\'', '`', 0xb4, 0x201a, 0x201e, 0x2032, 0x2033, 0x301d, 0x301e, 0x301f, 0x640 ->
          true;
      default -> codePoint >= 0x300c && codePoint <= 0x300f;
    };
  }

  /** White space in the wide sense: Unicode's, and control characters. */
  static boolean isSpace(char character) {
    return character <= ' '
        || character >= 0x7f
            && (character <= 0xa0
                || character == 0x200b
                || character == 0xfeff
                || Character.isSpaceChar(character));
  }
}
