package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.tika.PageRules.Rule;

/**
 * Tables whose cells have lines around them. Their text is read cell after cell, row after row,
 * however many lines a cell has and in whatever order the file has them.
 */
final class RuledTables {
  /** Lines of borders that end nearer than this to each other meet. */
  private static final float MEETING_POINTS = 3;

  /** Of the font's size: the middle of a letter over its baseline. */
  private static final float MIDDLE = 0.3f;

  /** A cell with more is a text beside another one, whose paragraphs matter. */
  private static final int MOST_LINES = 12;

  private static final int FEWEST_ROWS = 2;

  /** Glyphs times lines; what is larger would take too long. */
  private static final long MOST_COMPARISONS = 40_000_000;

  /**
   * Glyphs in reading order.
   *
   * @param cells of the visible glyphs in tables
   */
  record Read(List<TextPosition> glyphs, Map<TextPosition, TableCell> cells) {}

  private record Cell(float left, float top, float right, float bottom) {}

  private final List<Rule> horizontals;
  private final List<Rule> verticals;
  private final Map<Cell, List<TextPosition>> cells = new HashMap<>();
  private final Map<TextPosition, Cell> cellOf = new IdentityHashMap<>();

  private RuledTables(List<Rule> horizontals, List<Rule> verticals) {
    this.horizontals = horizontals;
    this.verticals = verticals;
  }

  /** The same list if no cell with lines around it has several of a page's glyphs. */
  static Read of(List<TextPosition> glyphs, PageRules rules) {
    List<Rule> horizontals = joined(rules.horizontals());
    List<Rule> verticals = joined(rules.verticals());
    long comparisons = (long) glyphs.size() * (horizontals.size() + verticals.size());
    if (horizontals.size() <= FEWEST_ROWS
        || verticals.size() <= 2
        || comparisons > MOST_COMPARISONS
        || !isUpright(glyphs)) {
      return new Read(glyphs, Map.of());
    }
    RuledTables tables =
        new RuledTables(ending(horizontals, verticals), ending(verticals, horizontals));
    return tables.read(glyphs);
  }

  private static boolean isUpright(List<TextPosition> glyphs) {
    return glyphs.stream().allMatch(glyph -> glyph.getDir() == 0 && glyph.getRotation() == 0);
  }

  /** Borders are drawn cell by cell: what goes on at one height is one line. */
  private static List<Rule> joined(List<Rule> rules) {
    List<Rule> joined = new ArrayList<>();
    for (Rule rule :
        rules.stream()
            .sorted(
                Comparator.comparingDouble((Rule each) -> Math.round(each.at()))
                    .thenComparingDouble(Rule::from))
            .toList()) {
      Rule last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null
          && Math.abs(last.at() - rule.at()) < MEETING_POINTS / 2
          && rule.from() <= last.to() + MEETING_POINTS) {
        joined.set(
            joined.size() - 1, new Rule(last.at(), last.from(), Math.max(last.to(), rule.to())));
      } else {
        joined.add(rule);
      }
    }
    return joined;
  }

  /** Those that end at others: underlines don't. */
  private static List<Rule> ending(List<Rule> rules, List<Rule> others) {
    return rules.stream()
        .filter(rule -> meets(rule, rule.from(), others) && meets(rule, rule.to(), others))
        .toList();
  }

  private static boolean meets(Rule rule, float end, List<Rule> others) {
    return others.stream()
        .anyMatch(
            other ->
                Math.abs(other.at() - end) <= MEETING_POINTS
                    && other.from() - MEETING_POINTS <= rule.at()
                    && rule.at() <= other.to() + MEETING_POINTS);
  }

  private Read read(List<TextPosition> glyphs) {
    place(glyphs);
    Map<Integer, List<Cell>> rows = rows();
    if (rows.size() < FEWEST_ROWS) {
      return new Read(glyphs, Map.of());
    }
    Map<Cell, Integer> rowOf = new HashMap<>();
    rows.forEach((row, members) -> members.forEach(cell -> rowOf.put(cell, row)));
    List<TextPosition> ordered = new ArrayList<>(glyphs.size());
    Map<TextPosition, TableCell> places = new IdentityHashMap<>();
    for (TextPosition glyph : glyphs) {
      Cell cell = cellOf.get(glyph);
      Integer row = cell == null ? null : rowOf.get(cell);
      if (row == null) {
        ordered.add(glyph);
      } else if (rows.containsKey(row)) {
        add(row, rows.remove(row), ordered, places);
      }
    }
    return new Read(ordered, places);
  }

  private void add(
      int row,
      List<Cell> members,
      List<TextPosition> ordered,
      Map<TextPosition, TableCell> places) {
    for (int column = 0; column < members.size(); column++) {
      for (TextPosition glyph : glyphs(members.get(column))) {
        ordered.add(glyph);
        if (!GlyphRun.isBlank(glyph)) {
          places.put(glyph, new TableCell(-1 - row, column));
        }
      }
    }
  }

  /** A blank stands where the glyph before it does, even if it hangs over the edge. */
  private void place(List<TextPosition> glyphs) {
    Cell last = null;
    for (TextPosition glyph : glyphs) {
      Cell cell = GlyphRun.isBlank(glyph) ? last : cell(glyph);
      if (cell != null) {
        cellOf.put(glyph, cell);
        cells.computeIfAbsent(cell, key -> new ArrayList<>()).add(glyph);
      }
      last = cell;
    }
  }

  private @Nullable Cell cell(TextPosition glyph) {
    float x = glyph.getXDirAdj() + glyph.getWidthDirAdj() / 2;
    float y = glyph.getYDirAdj() - MIDDLE * glyph.getFontSizeInPt();
    Float left = last(verticals, x, y);
    Float right = next(verticals, x, y);
    Float top = last(horizontals, y, x);
    Float bottom = next(horizontals, y, x);
    return left == null || right == null || top == null || bottom == null
        ? null
        : new Cell(left, top, right, bottom);
  }

  private static @Nullable Float last(List<Rule> rules, float before, float through) {
    return rules.stream()
        .filter(rule -> rule.at() <= before && rule.covers(through))
        .map(Rule::at)
        .max(Float::compare)
        .orElse(null);
  }

  private static @Nullable Float next(List<Rule> rules, float after, float through) {
    return rules.stream()
        .filter(rule -> rule.at() > after && rule.covers(through))
        .map(Rule::at)
        .min(Float::compare)
        .orElse(null);
  }

  /** By number; rows with one cell only are none. */
  private Map<Integer, List<Cell>> rows() {
    Map<Integer, List<Cell>> byTop =
        cells.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    cell -> Math.round(cell.top / MEETING_POINTS),
                    TreeMap::new,
                    Collectors.toList()));
    Map<Integer, List<Cell>> rows = new TreeMap<>();
    for (List<Cell> members : byTop.values()) {
      if (members.size() > 1 && members.stream().allMatch(this::isShort)) {
        Comparator<Cell> fromLeft = Comparator.comparingDouble(Cell::left);
        rows.put(
            rows.size(),
            members.stream()
                .sorted(isRightToLeft(members) ? fromLeft.reversed() : fromLeft)
                .toList());
      }
    }
    return rows;
  }

  private boolean isShort(Cell cell) {
    int lines = 1;
    TextPosition last = null;
    for (TextPosition glyph : glyphs(cell)) {
      if (last != null
          && Math.abs(glyph.getYDirAdj() - last.getYDirAdj()) > last.getFontSizeInPt() / 2) {
        lines++;
      }
      last = glyph;
    }
    return lines <= MOST_LINES;
  }

  private boolean isRightToLeft(List<Cell> members) {
    return members.stream()
            .flatMap(cell -> glyphs(cell).stream())
            .mapToInt(glyph -> RightToLeftLine.direction(glyph.getUnicode()))
            .sum()
        < 0;
  }

  private List<TextPosition> glyphs(Cell cell) {
    return cells.getOrDefault(cell, List.of());
  }
}
