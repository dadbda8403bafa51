package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.text.TextPosition;

/**
 * Finds the cells of tables on a page: lines with gaps that stand under each other. A gap in a
 * single line may be anything; and that after the number of a clause is none. Further lines of a
 * cell belong to it where {@link WrappedRow} is sure of that.
 */
final class TableCells {
  /** Of the font's size: wider than any space in justified lines. */
  private static final float GAP = 1.5f;

  private static final float ALIGNED_POINTS = 3;
  private static final int FEWEST_CELLS = 5;

  /** Of the font's size: a row may go on over lines with one cell only. */
  private static final float MOST_DISTANCE = 5;

  /** Of the font's size: narrower than blanks, wider than what kerning leaves. */
  private static final float WORD_GAP = 0.2f;

  private static final Pattern LABEL =
      Pattern.compile(
          "[(\\[]?(\\p{N}{1,3}(\\.\\p{N}{1,3})*|\\p{L}|[ivxlIVXL]{1,6})[)\\].:]+"
              + "|\\p{N}{1,3}(\\.\\p{N}{1,3})+|[^\\p{L}\\p{N}]");

  private final List<TextPosition> glyphs;
  private final Map<TextPosition, TableCell> cells = new IdentityHashMap<>();
  private final List<WrappedRow> wrapped = new ArrayList<>();
  private int rows;

  /**
   * Glyphs in reading order.
   *
   * @param cells of the visible glyphs in tables
   */
  record Read(List<TextPosition> glyphs, Map<TextPosition, TableCell> cells) {}

  private TableCells(List<TextPosition> glyphs) {
    this.glyphs = glyphs;
  }

  /** For each visible glyph in a table its cell. */
  static Map<TextPosition, TableCell> of(List<TextPosition> glyphs) {
    TableCells found = new TableCells(glyphs);
    found.find();
    return found.cells;
  }

  /** As {@link #of}, with the lines of each cell one after the other. */
  static Read read(List<TextPosition> glyphs) {
    TableCells found = new TableCells(glyphs);
    found.find();
    return new Read(found.ordered(), found.cells);
  }

  private List<TextPosition> ordered() {
    if (wrapped.isEmpty()) {
      return glyphs;
    }
    List<TextPosition> ordered = new ArrayList<>(glyphs);
    for (WrappedRow row : wrapped) {
      List<TextPosition> lines = new ArrayList<>();
      row.runs().forEach(run -> lines.addAll(glyphs.subList(run.start(), run.end())));
      for (int i = 0; i < lines.size(); i++) {
        ordered.set(row.start() + i, lines.get(i));
      }
    }
    return ordered;
  }

  private void find() {
    List<Row> table = new ArrayList<>();
    List<Row> lines = new ArrayList<>();
    for (List<GlyphRun> runs : lines(GlyphRun.of(glyphs))) {
      Row line = row(runs);
      if (line.cells.size() > 1) {
        if (!table.isEmpty() && !line.goesOnFrom(table.get(table.size() - 1))) {
          note(table, lines);
          table.clear();
          lines.clear();
        }
        table.add(line);
      }
      if (!table.isEmpty()) {
        lines.add(line);
      }
    }
    note(table, lines);
  }

  private static List<List<GlyphRun>> lines(List<GlyphRun> runs) {
    List<List<GlyphRun>> lines = new ArrayList<>();
    GlyphRun last = null;
    for (GlyphRun run : runs) {
      if (last == null || !run.isOnLineOf(last)) {
        lines.add(new ArrayList<>());
      }
      lines.get(lines.size() - 1).add(run);
      last = run;
    }
    return lines;
  }

  private Row row(List<GlyphRun> line) {
    List<Cell> cells = new ArrayList<>();
    boolean label = false;
    for (GlyphRun run : line.stream().sorted(Comparator.comparingDouble(GlyphRun::left)).toList()) {
      Cell last = cells.isEmpty() ? null : cells.get(cells.size() - 1);
      if (last != null && (label || run.left() - last.right < GAP * run.size())) {
        last.add(run);
      } else {
        cells.add(new Cell(run));
      }
      label = cells.size() == 1 && LABEL.matcher(text(run)).matches();
    }
    return new Row(cells);
  }

  private String text(GlyphRun run) {
    return glyphs.subList(run.start(), run.end()).stream()
        .map(TextPosition::getUnicode)
        .collect(Collectors.joining())
        .strip();
  }

  private void note(List<Row> table, List<Row> lines) {
    int size = table.stream().mapToInt(row -> row.cells.size()).sum();
    if (table.size() < 2 || size < FEWEST_CELLS) {
      return;
    }
    for (int line = 0; line < lines.size(); ) {
      if (lines.get(line).cells.size() < 2) {
        line++;
        continue;
      }
      WrappedRow row = WrappedRow.of(lines, line, glyphs);
      note(row);
      line += row.lines();
    }
  }

  private void note(WrappedRow row) {
    rows++;
    if (row.lines() > 1) {
      wrapped.add(row);
    }
    for (int column = 0; column < row.columns().size(); column++) {
      for (Cell cell : row.columns().get(column)) {
        for (GlyphRun run : cell.runs) {
          for (TextPosition glyph : glyphs.subList(run.start(), run.end())) {
            if (!GlyphRun.isBlank(glyph)) {
              cells.put(glyph, new TableCell(rows, column));
            }
          }
        }
      }
    }
  }

  /** What stands on one line without a wide gap. */
  static final class Cell {
    private final List<GlyphRun> runs = new ArrayList<>();
    private final float left;
    private float right;

    Cell(GlyphRun first) {
      left = first.left();
      add(first);
    }

    void add(GlyphRun run) {
      runs.add(run);
      right = Math.max(right, run.right());
    }

    List<GlyphRun> runs() {
      return List.copyOf(runs);
    }

    float left() {
      return left;
    }

    float right() {
      return right;
    }

    float baseline() {
      return runs.get(0).baseline();
    }

    float size() {
      return runs.get(0).size();
    }

    /** Its width. */
    float firstWord(List<TextPosition> glyphs) {
      float end = left;
      for (TextPosition glyph : glyphs.subList(runs.get(0).start(), runs.get(0).end())) {
        boolean gap = glyph.getXDirAdj() - end > WORD_GAP * size();
        if (end > left && (GlyphRun.isBlank(glyph) || gap)) {
          break;
        }
        if (!GlyphRun.isBlank(glyph)) {
          end = Math.max(end, glyph.getXDirAdj() + glyph.getWidthDirAdj());
        }
      }
      return end - left;
    }

    boolean isAlignedWith(Cell other) {
      return Math.abs(left - other.left) < ALIGNED_POINTS
          || Math.abs(right - other.right) < ALIGNED_POINTS
          || Math.abs(left + right - other.left - other.right) < 2 * ALIGNED_POINTS;
    }
  }

  /** From left to right. */
  record Row(List<Cell> cells) {
    /** Whether a column goes on, other than the first: all lines begin at one edge. */
    boolean goesOnFrom(Row above) {
      GlyphRun upper = above.cells.get(0).runs.get(0);
      GlyphRun lower = cells.get(0).runs.get(0);
      float distance = lower.baseline() - upper.baseline();
      return distance > 0
          && distance < MOST_DISTANCE * Math.max(upper.size(), lower.size())
          && cells.stream().skip(1).anyMatch(above::hasColumnOf);
    }

    private boolean hasColumnOf(Cell cell) {
      return cells.stream().skip(1).anyMatch(cell::isAlignedWith);
    }
  }
}
