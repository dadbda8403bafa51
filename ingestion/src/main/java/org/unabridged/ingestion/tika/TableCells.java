package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cells of tables on a page: lines with gaps that stand under each other. A gap in a
 * single line may be anything; and that after the number of a clause is none.
 */
final class TableCells {
  /** Of the font's size: wider than any space in justified lines. */
  private static final float GAP = 1.5f;

  private static final float ALIGNED_POINTS = 3;
  private static final int FEWEST_CELLS = 5;

  /** Of the font's size: a row may go on over lines with one cell only. */
  private static final float MOST_DISTANCE = 5;

  private static final Pattern LABEL =
      Pattern.compile(
          "[(\\[]?(\\p{N}{1,3}(\\.\\p{N}{1,3})*|\\p{L}|[ivxlIVXL]{1,6})[)\\].:]+"
              + "|\\p{N}{1,3}(\\.\\p{N}{1,3})+|[^\\p{L}\\p{N}]");

  private final List<TextPosition> glyphs;
  private final Map<TextPosition, TableCell> cells = new IdentityHashMap<>();
  private int rows;

  private TableCells(List<TextPosition> glyphs) {
    this.glyphs = glyphs;
  }

  /** For each visible glyph in a table its cell. */
  static Map<TextPosition, TableCell> of(List<TextPosition> glyphs) {
    TableCells found = new TableCells(glyphs);
    found.find();
    return found.cells;
  }

  private void find() {
    List<Row> table = new ArrayList<>();
    for (List<GlyphRun> line : lines(GlyphRun.of(glyphs))) {
      Row row = row(line);
      if (row != null) {
        if (!table.isEmpty() && !row.goesOnFrom(table.get(table.size() - 1))) {
          note(table);
          table.clear();
        }
        table.add(row);
      }
    }
    note(table);
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

  /** Null for a line without cells. */
  private @Nullable Row row(List<GlyphRun> line) {
    if (line.size() < 2) {
      return null;
    }
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
    return cells.size() < 2 ? null : new Row(cells);
  }

  private String text(GlyphRun run) {
    return glyphs.subList(run.start(), run.end()).stream()
        .map(TextPosition::getUnicode)
        .collect(Collectors.joining())
        .strip();
  }

  private void note(List<Row> table) {
    int size = table.stream().mapToInt(row -> row.cells.size()).sum();
    if (table.size() < 2 || size < FEWEST_CELLS) {
      return;
    }
    for (Row row : table) {
      rows++;
      for (int cell = 0; cell < row.cells.size(); cell++) {
        for (GlyphRun run : row.cells.get(cell).runs) {
          for (TextPosition glyph : glyphs.subList(run.start(), run.end())) {
            if (!GlyphRun.isBlank(glyph)) {
              cells.put(glyph, new TableCell(rows, cell));
            }
          }
        }
      }
    }
  }

  private static final class Cell {
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

    boolean isAlignedWith(Cell other) {
      return Math.abs(left - other.left) < ALIGNED_POINTS
          || Math.abs(right - other.right) < ALIGNED_POINTS
          || Math.abs(left + right - other.left - other.right) < 2 * ALIGNED_POINTS;
    }
  }

  /** From left to right. */
  private record Row(List<Cell> cells) {
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
