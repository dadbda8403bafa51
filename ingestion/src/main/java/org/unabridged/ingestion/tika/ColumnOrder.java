package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pdfbox.text.TextPosition;

/**
 * Brings the glyphs of a page whose program wrote across its columns, line by line, into the order
 * in which they are read. What stands over all columns parts them into an upper and a lower half. A
 * program that writes column after column, or cell after cell, knows best and is left alone.
 */
final class ColumnOrder {
  /** Three columns are two, one of them again two. */
  private static final int MOST_SPLITS = 4;

  private static final int MOST_GLYPHS = 100_000;

  private final List<TextPosition> glyphs;
  private final List<GlyphRun> runs;

  private ColumnOrder(List<TextPosition> glyphs) {
    this.glyphs = glyphs;
    runs = GlyphRun.of(glyphs);
  }

  /** The same glyphs; the same list if their order stays. */
  static List<TextPosition> of(List<TextPosition> glyphs) {
    if (glyphs.size() > MOST_GLYPHS || !isUpright(glyphs)) {
      return glyphs;
    }
    ColumnOrder page = new ColumnOrder(glyphs);
    List<GlyphRun> ordered = page.ordered(page.runs, MOST_SPLITS);
    return ordered == page.runs ? glyphs : page.glyphs(ordered);
  }

  /** Coordinates of glyphs that are turned differently cannot be compared. */
  private static boolean isUpright(List<TextPosition> glyphs) {
    return glyphs.stream().allMatch(glyph -> glyph.getDir() == glyphs.get(0).getDir());
  }

  private List<GlyphRun> ordered(List<GlyphRun> part, int splits) {
    if (splits == 0) {
      return part;
    }
    Map<GlyphRun, List<GlyphRun>> moved = new HashMap<>();
    for (Columns columns : Columns.in(part)) {
      List<GlyphRun> left = ordered(columns.left(), splits - 1);
      List<GlyphRun> right = ordered(columns.right(), splits - 1);
      if (columns.areMixed() || left != columns.left() || right != columns.right()) {
        List<GlyphRun> all = inOrder(left, right);
        all.forEach(run -> moved.put(run, all));
      }
    }
    return moved.isEmpty() ? part : together(part, moved);
  }

  /** Each group of runs where its first one was. */
  private static List<GlyphRun> together(
      List<GlyphRun> part, Map<GlyphRun, List<GlyphRun>> groups) {
    Set<GlyphRun> ordered = new LinkedHashSet<>();
    for (GlyphRun run : part) {
      ordered.addAll(groups.getOrDefault(run, List.of(run)));
    }
    return List.copyOf(ordered);
  }

  private List<GlyphRun> inOrder(List<GlyphRun> left, List<GlyphRun> right) {
    return isRightToLeft(left)
        ? Stream.concat(right.stream(), left.stream()).toList()
        : Stream.concat(left.stream(), right.stream()).toList();
  }

  private boolean isRightToLeft(List<GlyphRun> column) {
    int balance = 0;
    for (GlyphRun run : column) {
      for (TextPosition glyph : glyphs.subList(run.start(), run.end())) {
        balance += direction(glyph.getUnicode());
      }
    }
    return balance < 0;
  }

  private static int direction(String text) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    return switch (Character.getDirectionality(text.codePointAt(0))) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> 1;
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
          -1;
      default -> 0;
    };
  }

  private List<TextPosition> glyphs(List<GlyphRun> ordered) {
    List<TextPosition> all = new ArrayList<>(glyphs.size());
    for (GlyphRun run : ordered) {
      all.addAll(glyphs.subList(run.start(), run.end()));
    }
    return all;
  }
}
