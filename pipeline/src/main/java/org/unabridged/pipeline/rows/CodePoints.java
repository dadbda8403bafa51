package org.unabridged.pipeline.rows;

/**
 * Translates UTF-16 offsets of one text into code points. One pass over the text to build, constant
 * work per question: every {@value #STRIDE}th offset is known, and the rest is counted.
 */
final class CodePoints {
  private static final int STRIDE = 1024;

  private final String text;

  /** Code points before offset {@code i * STRIDE}. */
  private final int[] known;

  private final int length;

  CodePoints(String text) {
    this.text = text;
    this.known = new int[text.length() / STRIDE + 1];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (i % STRIDE == 0) {
        known[i / STRIDE] = count;
      }
      if (startsCodePoint(i)) {
        count++;
      }
    }
    if (text.length() % STRIDE == 0) {
      known[text.length() / STRIDE] = count;
    }
    this.length = count;
  }

  /** Code points of the whole text. */
  int length() {
    return length;
  }

  /**
   * Code points before this offset.
   *
   * @throws IllegalArgumentException if the offset is outside the text or inside a surrogate pair
   */
  int at(int offset) {
    if (offset < 0 || offset > text.length()) {
      throw new IllegalArgumentException(
          "offset must be from 0 to " + text.length() + ", but was: " + offset);
    }
    if (offset < text.length() && !startsCodePoint(offset)) {
      throw new IllegalArgumentException("offset " + offset + " is inside a surrogate pair");
    }
    int count = known[offset / STRIDE];
    for (int i = offset / STRIDE * STRIDE; i < offset; i++) {
      if (startsCodePoint(i)) {
        count++;
      }
    }
    return count;
  }

  private boolean startsCodePoint(int offset) {
    return offset == 0
        || !Character.isLowSurrogate(text.charAt(offset))
        || !Character.isHighSurrogate(text.charAt(offset - 1));
  }
}
