package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;

/**
 * Brings the glyphs of a line into their order from left to right where the file has them mixed:
 * some programs draw the blanks of a line and then, in another font, the words between them. Parts
 * of a line that stand beside each other keep the file's order, and so does what is overprinted.
 */
final class LineOrder {
  private static final Comparator<TextPosition> FROM_LEFT =
      Comparator.comparingDouble(LineOrder::left);

  /** Of the font's size. */
  private static final float SAME_LINE = 0.4f;

  /** Of the font's size: kerning and accents go back less. */
  private static final float BACK = 0.3f;

  /** Of the font's size: narrower than any letter. */
  private static final double ROUNDING = 0.02;

  /** Of all that is drawn on a line: more is overprinted. */
  private static final double MOST_OVERLAP = 0.1;

  private LineOrder() {}

  /**
   * Where a glyph begins. A joiner belongs behind the letter before it, even where rounding has put
   * it behind the edge of the next.
   */
  static double left(TextPosition glyph) {
    return glyph.getXDirAdj() - (isJoiner(glyph) ? ROUNDING * glyph.getFontSizeInPt() : 0);
  }

  private static boolean isJoiner(TextPosition glyph) {
    String text = glyph.getUnicode();
    return text.length() == 1 && Character.getType(text.charAt(0)) == Character.FORMAT;
  }

  /** The same glyphs; lines stay where they are. */
  static List<TextPosition> of(List<TextPosition> glyphs) {
    List<TextPosition> ordered = new ArrayList<>(glyphs.size());
    int start = 0;
    for (int i = 1; i <= glyphs.size(); i++) {
      if (i == glyphs.size() || !isOnLineOf(glyphs.get(i), glyphs.get(i - 1))) {
        ordered.addAll(line(glyphs.subList(start, i)));
        start = i;
      }
    }
    return ordered;
  }

  private static boolean isOnLineOf(TextPosition glyph, TextPosition last) {
    return glyph.getDir() == last.getDir()
        && Math.abs(glyph.getYDirAdj() - last.getYDirAdj())
            < SAME_LINE * Math.max(glyph.getFontSizeInPt(), last.getFontSizeInPt());
  }

  private static List<TextPosition> line(List<TextPosition> glyphs) {
    if (!isMixed(glyphs)) {
      return glyphs;
    }
    List<TextPosition> sorted = glyphs.stream().sorted(FROM_LEFT).toList();
    return overlap(sorted) > MOST_OVERLAP ? glyphs : sorted;
  }

  /** Whether parts of the line, each from left to right, overlap or follow on each other. */
  private static boolean isMixed(List<TextPosition> glyphs) {
    Part earlier = Part.NONE;
    Part part = Part.NONE;
    float last = -Float.MAX_VALUE;
    for (TextPosition glyph : glyphs) {
      float from = glyph.getXDirAdj();
      if (from < last - BACK * glyph.getFontSizeInPt()) {
        earlier = earlier.with(part.left, part.right);
        part = Part.NONE;
      }
      part = part.with(from, from + glyph.getWidthDirAdj());
      if (part.isNear(earlier, glyph.getFontSizeInPt())) {
        return true;
      }
      last = from;
    }
    return false;
  }

  private record Part(float left, float right) {
    static final Part NONE = new Part(Float.MAX_VALUE, -Float.MAX_VALUE);

    Part with(float from, float to) {
      return new Part(Math.min(left, from), Math.max(right, to));
    }

    /** Cells of a table are further apart. */
    boolean isNear(Part other, float size) {
      return left < other.right + size && right > other.left - size;
    }
  }

  /** The share of the width of glyphs that others cover. */
  private static double overlap(List<TextPosition> sorted) {
    double covered = 0;
    double all = 0;
    double end = -Double.MAX_VALUE;
    for (TextPosition glyph : sorted) {
      double from = glyph.getXDirAdj();
      double to = from + (isJoiner(glyph) ? 0 : glyph.getWidthDirAdj());
      covered += Math.max(0, Math.min(end, to) - from);
      all += to - from;
      end = Math.max(end, to);
    }
    return all == 0 ? 0 : covered / all;
  }
}
