package org.unabridged.ingestion.tika;

/** Tells where recognised words stand without a blank between them. */
final class WordGaps {
  /** Of the height of a line: characters of one sentence stand closer than this. */
  private static final double GAP = 0.6;

  private WordGaps() {}

  /**
   * Whether two neighbours on a line belong to a script that is written without blanks and stand as
   * close as its characters do. Tesseract makes words of one or a few of them. Its boxes are those
   * of the ink, so that a mark of punctuation always has a gap beside it.
   */
  static boolean isWithin(Tesseract.Word word, Tesseract.Word next) {
    int end = word.text().codePointBefore(word.text().length());
    int start = next.text().codePointAt(0);
    boolean unspaced = isUnspaced(end) || isUnspaced(start);
    return unspaced
        && isUnspacedOrMark(end)
        && isUnspacedOrMark(start)
        && (isMark(end) || isMark(start) || gap(word, next) < GAP);
  }

  /** Against the height of the higher one; the words may run to the left. */
  private static double gap(Tesseract.Word word, Tesseract.Word next) {
    int gap =
        Math.max(
            next.left() - word.left() - word.width(), word.left() - next.left() - next.width());
    return gap / Math.max(1.0, Math.max(word.height(), next.height()));
  }

  private static boolean isUnspacedOrMark(int c) {
    return isUnspaced(c) || isMark(c);
  }

  private static boolean isMark(int c) {
    return !Character.isLetterOrDigit(c)
        && Character.UnicodeScript.of(c) == Character.UnicodeScript.COMMON;
  }

  private static boolean isUnspaced(int c) {
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
