package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;

/**
 * Glyphs that follow each other on one line without a wide gap. Edges are in points, in the
 * direction in which the glyphs are written; white space at the ends does not count.
 *
 * @param start index of the first glyph in the page's list
 * @param end index after the last glyph
 * @param left left edge
 * @param right right edge
 * @param baseline height from the top of the line that the glyphs stand on
 * @param size of the font
 * @param characters how many are not white space
 */
record GlyphRun(
    int start, int end, float left, float right, float baseline, float size, int characters) {
  /** Of the font's size: spaces are a quarter to a half, gutters and gaps of tables are wider. */
  private static final float WIDE_GAP = 1;

  /** Of the font's size: superscripts stand less above their line. */
  private static final float SAME_LINE = 0.4f;

  /** Of the font's size: overprinted accents go back less. */
  private static final float BACK = 1;

  private static final float SMALLEST_SIZE = 1;

  /** All glyphs of a page, in their order; a list without visible glyphs has no runs. */
  static List<GlyphRun> of(List<TextPosition> glyphs) {
    List<GlyphRun> runs = new ArrayList<>();
    Builder builder = null;
    for (int i = 0; i < glyphs.size(); i++) {
      TextPosition glyph = glyphs.get(i);
      if (isBlank(glyph)) {
        continue;
      }
      if (builder == null || !builder.goesOnWith(glyph)) {
        if (builder != null) {
          runs.add(builder.endingAt(i));
        }
        builder = new Builder(runs.isEmpty() ? 0 : i);
      }
      builder.add(glyph);
    }
    if (builder != null) {
      runs.add(builder.endingAt(glyphs.size()));
    }
    return runs;
  }

  static boolean isBlank(TextPosition glyph) {
    String text = glyph.getUnicode();
    return text == null || text.isBlank() || text.equals("\u00a0");
  }

  float width() {
    return right - left;
  }

  boolean isOnLineOf(GlyphRun other) {
    return Math.abs(baseline - other.baseline) < SAME_LINE * Math.max(size, other.size);
  }

  private static final class Builder {
    private final int start;
    private float left = Float.MAX_VALUE;
    private float right = -Float.MAX_VALUE;
    private float baseline;
    private float size;
    private float last;
    private int characters;

    Builder(int start) {
      this.start = start;
    }

    boolean goesOnWith(TextPosition glyph) {
      float larger = Math.max(size, size(glyph));
      float gap = glyph.getXDirAdj() - last;
      return Math.abs(glyph.getYDirAdj() - baseline) < SAME_LINE * larger
          && gap < WIDE_GAP * larger
          && gap > -BACK * larger - glyph.getWidthDirAdj();
    }

    void add(TextPosition glyph) {
      float from = glyph.getXDirAdj();
      float to = from + glyph.getWidthDirAdj();
      if (characters == 0) {
        baseline = glyph.getYDirAdj();
      }
      left = Math.min(left, from);
      right = Math.max(right, to);
      size = Math.max(size, size(glyph));
      last = to;
      characters++;
    }

    GlyphRun endingAt(int end) {
      return new GlyphRun(start, end, left, right, baseline, size, characters);
    }

    private static float size(TextPosition glyph) {
      return Math.max(SMALLEST_SIZE, glyph.getFontSizeInPt());
    }
  }
}
