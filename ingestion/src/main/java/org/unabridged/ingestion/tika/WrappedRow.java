package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.text.TextPosition;

/**
 * A row of a table without lines around its cells, some of which go on over the lines below. A line
 * below goes on with a row if nothing of it stands in the first column, each of its cells begins at
 * the edge of a column, and the first word of each would not have fitted behind the line above: an
 * address or the blanks below a signature are lines of their own.
 *
 * @param columns the lines of each column, from the left
 * @param lines how many lines of the table it takes
 */
record WrappedRow(List<List<TableCells.Cell>> columns, int lines) {
  /** A cell with more is a text beside another one, whose paragraphs matter. */
  private static final int MOST_LINES = 12;

  private static final int FEWEST_ROWS = 3;
  private static final float ALIGNED_POINTS = 3;

  /** Of the font's size. */
  private static final float MOST_LEADING = 1.35f;

  /** Of the font's size: what a cell leaves empty before the next column, at least. */
  private static final float PADDING = 1.5f;

  /** Of the font's size. */
  private static final float BLANK = 0.25f;

  /** Of the width of the last column: how far lines that fill it may end from its edge. */
  private static final float RAGGED = 0.1f;

  /** Of the font's size: narrower ones have brackets and numbers. */
  private static final float NARROWEST = 6;

  /** Of the font's size. */
  private static final float WIDEST_NUMBER = 3;

  private static final int FEWEST_FULL_LINES = 3;

  /**
   * The row that begins with a line; of that line only if it is not sure that others belong to it.
   *
   * @param lines of the whole table
   * @param first which one of them
   */
  static WrappedRow of(List<TableCells.Row> lines, int first, List<TextPosition> glyphs) {
    TableCells.Row row = lines.get(first);
    List<List<TableCells.Cell>> columns = columns(row);
    int end = first + 1;
    boolean goesOn = !isItem(row) && isInTable(row, lines);
    while (goesOn && end < lines.size() && end - first <= MOST_LINES) {
      Map<Integer, TableCells.Cell> further = further(lines.get(end), columns, lines, glyphs);
      if (further.isEmpty()) {
        break;
      }
      further.forEach((column, cell) -> columns.get(column).add(cell));
      end++;
    }
    return end - first > MOST_LINES
        ? new WrappedRow(columns(row), 1)
        : new WrappedRow(columns, end - first);
  }

  /** Whether it is text behind a number rather than a row. */
  private static boolean isItem(TableCells.Row row) {
    TableCells.Cell first = row.cells().get(0);
    return row.cells().size() == 2 && first.right() - first.left() < WIDEST_NUMBER * first.size();
  }

  private static List<List<TableCells.Cell>> columns(TableCells.Row row) {
    List<List<TableCells.Cell>> columns = new ArrayList<>();
    row.cells().forEach(cell -> columns.add(new ArrayList<>(List.of(cell))));
    return columns;
  }

  private static boolean isInTable(TableCells.Row row, List<TableCells.Row> lines) {
    return lines.stream()
            .filter(
                line ->
                    line.cells().size() > 1
                        && beginTogether(line.cells().get(0), row.cells().get(0))
                        && beginTogether(line.cells().get(1), row.cells().get(1)))
            .count()
        >= FEWEST_ROWS;
  }

  private static boolean beginTogether(TableCells.Cell cell, TableCells.Cell other) {
    return Math.abs(cell.left() - other.left()) < ALIGNED_POINTS;
  }

  /** The cells of a line by their columns; none if one of them does not go on with its column. */
  private static Map<Integer, TableCells.Cell> further(
      TableCells.Row line,
      List<List<TableCells.Cell>> columns,
      List<TableCells.Row> lines,
      List<TextPosition> glyphs) {
    Map<Integer, TableCells.Cell> further = new LinkedHashMap<>();
    for (TableCells.Cell cell : line.cells()) {
      int column = column(cell, columns);
      if (column < 1
          || further.containsKey(column)
          || !goesOn(cell, column, columns, lines, glyphs)) {
        return Map.of();
      }
      further.put(column, cell);
    }
    return further;
  }

  /** -1 for none. */
  private static int column(TableCells.Cell cell, List<List<TableCells.Cell>> columns) {
    for (int column = 0; column < columns.size(); column++) {
      if (beginTogether(cell, columns.get(column).get(0))) {
        return column;
      }
    }
    return -1;
  }

  private static boolean goesOn(
      TableCells.Cell cell,
      int column,
      List<List<TableCells.Cell>> columns,
      List<TableCells.Row> lines,
      List<TextPosition> glyphs) {
    List<TableCells.Cell> above = columns.get(column);
    TableCells.Cell last = above.get(above.size() - 1);
    float size = last.size();
    float leading = cell.baseline() - last.baseline();
    float limit =
        column + 1 < columns.size()
            ? columns.get(column + 1).get(0).left() - PADDING * size
            : edge(above.get(0), lines);
    return leading > 0
        && leading < MOST_LEADING * size
        && limit - last.left() > NARROWEST * size
        && cell.right() <= limit + PADDING * size
        && last.right() + BLANK * size + cell.firstWord(glyphs) > limit;
  }

  /** Where the lines of the last column end; as far as can be if it is not filled. */
  private static float edge(TableCells.Cell first, List<TableCells.Row> lines) {
    List<Float> rights =
        lines.stream()
            .flatMap(line -> line.cells().stream())
            .filter(cell -> beginTogether(cell, first))
            .map(TableCells.Cell::right)
            .toList();
    float most = rights.stream().max(Float::compare).orElse(Float.MAX_VALUE);
    float full = most - RAGGED * (most - first.left());
    return rights.stream().filter(right -> right >= full).count() >= FEWEST_FULL_LINES
        ? most
        : Float.MAX_VALUE;
  }

  /** Of all its cells, in reading order. */
  List<GlyphRun> runs() {
    return columns.stream()
        .flatMap(List::stream)
        .flatMap((TableCells.Cell cell) -> cell.runs().stream())
        .toList();
  }

  /** Index of its first glyph. */
  int start() {
    return runs().stream().mapToInt(GlyphRun::start).min().orElse(0);
  }
}
