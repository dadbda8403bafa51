package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A word, or the white space between two, with the place where its glyphs stand.
 *
 * @param text its characters
 * @param edges left, top, right and bottom in tenths of a point, one character each; null for white
 *     space
 * @param first its first glyph; null for white space
 */
record PlacedWord(String text, @Nullable String edges, @Nullable TextPosition first) {
  /** Target of the processing instruction that comes before a word; its data are the edges. */
  static final String INSTRUCTION = "unabridged-word";

  /** Target of the instruction that what follows has no place. */
  static final String ELSEWHERE = "unabridged-elsewhere";

  static final float UNITS_PER_POINT = 10;

  /** The last character before the surrogates. */
  private static final int LARGEST_EDGE = 0xd7ff;

  /** Of a font's size: how far glyphs reach above and below the line that they stand on. */
  private static final float ASCENT = 0.78f;

  private static final float DESCENT = 0.22f;

  /** Splits a run of text at its white space. */
  static List<PlacedWord> split(String text, List<TextPosition> positions, PageFrame frame) {
    return split(text, positions, Alignment.glyphs(text, positions), frame);
  }

  /**
   * As {@link #split(String, List, PageFrame)}.
   *
   * @param glyphs for each UTF-16 unit of the text the index of its glyph; empty for none
   */
  static List<PlacedWord> split(
      String text, List<TextPosition> positions, int[] glyphs, PageFrame frame) {
    List<PlacedWord> words = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      boolean blank = isBlank(text.charAt(start));
      int end = start + 1;
      while (end < text.length() && isBlank(text.charAt(end)) == blank) {
        end++;
      }
      boolean placed = !blank && glyphs.length > 0;
      words.add(
          new PlacedWord(
              text.substring(start, end),
              placed ? edges(positions, glyphs, start, end, frame) : null,
              placed ? positions.get(glyphs[start]) : null));
      start = end;
    }
    return words;
  }

  boolean isBlank() {
    return text.chars().allMatch(c -> isBlank((char) c));
  }

  /** No-break spaces part words too: they are blanks to the canonical text. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static String edges(
      List<TextPosition> positions, int[] glyphs, int start, int end, PageFrame frame) {
    Extent extent = new Extent(frame);
    for (int i = start; i < end; i++) {
      if (i == start || glyphs[i] != glyphs[i - 1]) {
        extent.add(positions.get(glyphs[i]));
      }
    }
    return extent.edges();
  }

  /** The smallest upright box around glyphs. */
  private static final class Extent {
    private final PageFrame frame;
    private float left = Float.MAX_VALUE;
    private float top = Float.MAX_VALUE;
    private float right = -Float.MAX_VALUE;
    private float bottom = -Float.MAX_VALUE;

    Extent(PageFrame frame) {
      this.frame = frame;
    }

    /** The matrix is that of the glyph in the page's own, unturned space. */
    void add(TextPosition glyph) {
      Matrix matrix = glyph.getTextMatrix();
      float size = matrix.getScalingFactorY();
      float length = (float) Math.hypot(matrix.getScaleX(), matrix.getShearY());
      float alongX = length == 0 ? 1 : matrix.getScaleX() / length;
      float alongY = length == 0 ? 0 : matrix.getShearY() / length;
      float width = glyph.getWidthDirAdj();
      float x = matrix.getTranslateX();
      float y = matrix.getTranslateY();
      for (float along : new float[] {0, width}) {
        for (float up : new float[] {-DESCENT * size, ASCENT * size}) {
          add(x + along * alongX - up * alongY, y + along * alongY + up * alongX);
        }
      }
    }

    private void add(float x, float y) {
      float fromLeft = frame.left(x, y);
      float fromTop = frame.top(x, y);
      left = Math.min(left, fromLeft);
      right = Math.max(right, fromLeft);
      top = Math.min(top, fromTop);
      bottom = Math.max(bottom, fromTop);
    }

    String edges() {
      return PlacedWord.edges(left, top, right, bottom);
    }
  }

  /** Edges in points as they are passed on. */
  static String edges(float left, float top, float right, float bottom) {
    return String.valueOf(new char[] {unit(left), unit(top), unit(right), unit(bottom)});
  }

  private static char unit(float points) {
    return (char) Math.max(0, Math.min(LARGEST_EDGE, Math.round(points * UNITS_PER_POINT)));
  }
}
