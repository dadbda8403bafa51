package org.unabridged.ingestion.tika;

import java.text.Bidi;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * A line with text from right to left, whose glyphs were drawn from left to right or the other way.
 * Gives them in the order in which they are read. A glyph that stands for several characters, such
 * as a ligature, stays whole.
 */
final class RightToLeftLine {
  private static final String BLANK = " ";
  private static final String BRACKETS = "()[]{}<>«»‹›";
  private static final char FIRST_PRESENTATION_FORM = '\ufb00';
  private static final char LAST_PRESENTATION_FORM = '\ufefc';

  private static final double GAP_OF_SPACE = 0.5;
  private static final double GAP_OF_LETTER = 0.3;

  private final List<Item> items = new ArrayList<>();

  /**
   * @param text of the glyph, or a blank between two
   * @param glyph null for a blank that is not drawn
   */
  private record Item(String text, @Nullable TextPosition glyph, double left) {
    /** Joiners have no width, whatever their font says. */
    double width() {
      boolean joiner = text.length() == 1 && Character.getType(text.charAt(0)) == Character.FORMAT;
      return glyph == null || joiner ? 0 : glyph.getWidthDirAdj();
    }

    double right() {
      return left + width();
    }

    /** From which width on a gap before it is a blank, as PDFBox has it. */
    double gap(double letter) {
      double space = glyph == null ? 0 : glyph.getWidthOfSpace();
      return Math.min(GAP_OF_SPACE * space, GAP_OF_LETTER * letter);
    }
  }

  /**
   * Glyphs in reading order.
   *
   * @param glyphOf for each UTF-16 unit of the text the index of its glyph
   */
  record Ordered(String text, List<TextPosition> glyphs, int[] glyphOf) {}

  /** Whether any of the glyphs is a letter of a script that is written from right to left. */
  static boolean isNeededFor(List<TextPosition> glyphs) {
    return glyphs.stream().anyMatch(glyph -> direction(glyph.getUnicode()) < 0);
  }

  /** 1 from left to right, -1 from right to left, 0 for what has no direction of its own. */
  static int direction(String text) {
    return text.codePoints()
        .map(RightToLeftLine::direction)
        .filter(direction -> direction != 0)
        .findFirst()
        .orElse(0);
  }

  private static int direction(int codePoint) {
    return switch (Character.getDirectionality(codePoint)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> 1;
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
          -1;
      default -> 0;
    };
  }

  void add(List<TextPosition> glyphs) {
    for (TextPosition glyph : glyphs) {
      if (!glyph.getUnicode().isEmpty()) {
        items.add(new Item(glyph.getUnicode(), glyph, LineOrder.left(glyph)));
      }
    }
  }

  /** All that was added, in reading order. */
  Ordered ordered() {
    List<Item> visual = fromLeft();
    byte[] levels = levels(visual);
    Item[] logical = new Item[visual.size()];
    for (int i = 0; i < logical.length; i++) {
      logical[i] = asRead(visual.get(i), levels[i] % 2 != 0);
    }
    Bidi.reorderVisually(levels, 0, logical, 0, logical.length);
    return ordered(List.of(logical));
  }

  /** From left to right, with blanks in the gaps between words. */
  private List<Item> fromLeft() {
    List<Item> sorted = items.stream().sorted(Comparator.comparingDouble(Item::left)).toList();
    double letter = sorted.stream().mapToDouble(Item::width).average().orElse(0);
    List<Item> spaced = new ArrayList<>();
    double end = Double.NaN;
    for (Item item : sorted) {
      if (item.left - end > item.gap(letter) && !isBlank(item) && !isBlank(last(spaced))) {
        spaced.add(new Item(BLANK, null, end));
      }
      spaced.add(item);
      end = Double.isNaN(end) ? item.right() : Math.max(end, item.right());
    }
    return spaced;
  }

  private static Item last(List<Item> items) {
    return items.get(items.size() - 1);
  }

  private static boolean isBlank(Item item) {
    return item.text.isBlank();
  }

  private static byte[] levels(List<Item> visual) {
    StringBuilder text = new StringBuilder();
    int balance = 0;
    for (Item item : visual) {
      text.appendCodePoint(representative(item.text));
      balance += direction(item.text);
    }
    Bidi bidi =
        new Bidi(
            text.toString(),
            balance > 0 ? Bidi.DIRECTION_LEFT_TO_RIGHT : Bidi.DIRECTION_RIGHT_TO_LEFT);
    byte[] levels = new byte[visual.size()];
    int at = 0;
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) bidi.getLevelAt(at);
      at += Character.charCount(representative(visual.get(i).text));
    }
    return levels;
  }

  /** The character that gives a glyph its direction. */
  private static int representative(String text) {
    return text.codePoints()
        .filter(codePoint -> direction(codePoint) != 0)
        .findFirst()
        .orElse(text.codePointAt(0));
  }

  /** As it is typed: brackets the other way round, presentation forms as letters. */
  private static Item asRead(Item item, boolean rightToLeft) {
    int bracket = item.text.length() == 1 ? BRACKETS.indexOf(item.text) : -1;
    if (rightToLeft && bracket >= 0) {
      return new Item(String.valueOf(BRACKETS.charAt(bracket ^ 1)), item.glyph, item.left);
    }
    return item.text.chars().anyMatch(RightToLeftLine::isPresentationForm)
        ? new Item(Normalizer.normalize(item.text, Normalizer.Form.NFKC), item.glyph, item.left)
        : item;
  }

  private static boolean isPresentationForm(int c) {
    return c >= FIRST_PRESENTATION_FORM && c <= LAST_PRESENTATION_FORM;
  }

  private static Ordered ordered(List<Item> items) {
    StringBuilder text = new StringBuilder();
    List<TextPosition> glyphs = new ArrayList<>();
    List<Integer> glyphOf = new ArrayList<>();
    for (Item item : items) {
      if (item.glyph != null) {
        glyphs.add(item.glyph);
      }
      text.append(item.text);
      for (int i = 0; i < item.text.length(); i++) {
        glyphOf.add(Math.max(0, glyphs.size() - 1));
      }
    }
    return new Ordered(
        text.toString(), glyphs, glyphOf.stream().mapToInt(Integer::intValue).toArray());
  }
}
