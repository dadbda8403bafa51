package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;

/**
 * Collects the runs of a line until it is whole: PDFBox orders the letters of each run that goes
 * from right to left, but not the runs, nor what a glyph stands for.
 */
final class WrittenLine {
  private static final String BLANK = " ";

  /** Of the font's size: what programs leave between ideographs and other letters or digits. */
  private static final float AROUND_IDEOGRAPHS = 0.5f;

  /** Of a blank's width: where a line draws its blanks, kerning may leave less without one. */
  private static final double BESIDE_BLANKS = 0.7;

  private final List<Run> runs = new ArrayList<>();

  /**
   * @param glyphs none for a gap
   */
  private record Run(String text, List<TextPosition> glyphs) {}

  void add(String text, List<TextPosition> glyphs) {
    runs.add(new Run(text, glyphs));
  }

  void addGap() {
    runs.add(new Run(BLANK, List.of()));
  }

  /** The words and what is between them, in reading order; the next line begins. */
  List<PlacedWord> end(PageFrame frame) {
    List<PlacedWord> words =
        runs.stream().anyMatch(run -> RightToLeftLine.isNeededFor(run.glyphs))
            ? rightToLeft(frame)
            : leftToRight(frame);
    runs.clear();
    return words;
  }

  private List<PlacedWord> leftToRight(PageFrame frame) {
    List<PlacedWord> words = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (!run.glyphs.isEmpty()) {
        words.addAll(PlacedWord.split(run.text, run.glyphs, frame));
      } else if (i == 0 || i == runs.size() - 1 || partsWords(runs.get(i - 1), runs.get(i + 1))) {
        words.add(new PlacedWord(BLANK, null, null));
      }
    }
    return words;
  }

  /** Whether the gap between two runs stands for a blank. */
  private boolean partsWords(Run before, Run after) {
    if (before.glyphs.isEmpty() || after.glyphs.isEmpty()) {
      return true;
    }
    if (isMark(after.glyphs.get(0))) {
      return false;
    }
    TextPosition last = before.glyphs.get(before.glyphs.size() - 1);
    TextPosition next = after.glyphs.get(0);
    float gap = next.getXDirAdj() - last.getXDirAdj() - last.getWidthDirAdj();
    if (gap < 0) {
      return true;
    }
    return isIdeographic(last) || isIdeographic(next)
        ? gap > AROUND_IDEOGRAPHS * next.getFontSizeInPt()
        : gap > BESIDE_BLANKS * drawnBlank();
  }

  /** The width of the narrowest blank that the line draws; 0 if it draws none. */
  private double drawnBlank() {
    return runs.stream()
        .flatMap(run -> run.glyphs.stream())
        .filter(glyph -> glyph.getUnicode().equals(BLANK))
        .mapToDouble(TextPosition::getWidthDirAdj)
        .min()
        .orElse(0);
  }

  /** No word begins with a mark. */
  private static boolean isMark(TextPosition glyph) {
    return switch (Character.getType(glyph.getUnicode().codePointAt(0))) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isIdeographic(TextPosition glyph) {
    return switch (Character.UnicodeScript.of(glyph.getUnicode().codePointAt(0))) {
      case HAN, HIRAGANA, KATAKANA -> true;
      default -> false;
    };
  }

  private List<PlacedWord> rightToLeft(PageFrame frame) {
    RightToLeftLine line = new RightToLeftLine();
    for (Run run : runs) {
      line.add(run.glyphs);
    }
    RightToLeftLine.Ordered ordered = line.ordered();
    return PlacedWord.split(ordered.text(), ordered.glyphs(), ordered.glyphOf(), frame);
  }
}
