package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of a page in which text runs in two columns beside each other, with a gutter that nothing
 * crosses. Unlike the columns of a table, those of a text have lines close upon each other that
 * fill most of their width.
 *
 * @param left runs left of the gutter, in the order in which they are written
 * @param right runs right of it
 */
record Columns(List<GlyphRun> left, List<GlyphRun> right) {
  /** Of the font's size, for half a gutter: twice a space. */
  private static final float GUTTER = 0.6f;

  /** Edges that differ by less are aligned. */
  private static final float TOLERANCE_POINTS = 2;

  /** Of the font's size: lines of one column are further apart. */
  private static final double NEAR = 0.9;

  private static final int FEWEST_LINES = 4;
  private static final int MOST_CANDIDATES = 12;
  private static final int FEWEST_CHARACTERS = 12;

  /** Of the column's width: what its typical line fills. */
  private static final double FULL = 0.75;

  /** Of the column's height: what its lines fill at the distance of lines in paragraphs. */
  private static final double DENSE = 0.6;

  /** Of the font's size: lines further apart are paragraphs, entries of a list or rows. */
  private static final double LARGEST_DISTANCE = 1.7;

  /** Of the other column's width; a third beside two thirds is the first of three. */
  private static final double LEAST_WIDTH = 0.35;

  /** All such parts at the gutter that has most text beside it, from top to bottom. */
  static List<Columns> in(List<GlyphRun> runs) {
    List<GlyphRun> downwards =
        runs.stream().sorted(Comparator.comparingDouble(GlyphRun::baseline)).toList();
    if (!standBesideEachOther(downwards)) {
      return List.of();
    }
    List<Columns> best = List.of();
    for (Gutter gutter : Gutter.candidates(runs)) {
      List<Columns> found = gutter.columns(downwards);
      if (size(found) > size(best)) {
        best = found;
      }
    }
    return best;
  }

  /** A quick no for most pages. */
  private static boolean standBesideEachOther(List<GlyphRun> downwards) {
    int beside = 0;
    for (int i = 1; i < downwards.size(); i++) {
      GlyphRun run = downwards.get(i);
      beside += run.baseline() - downwards.get(i - 1).baseline() < NEAR * run.size() ? 1 : 0;
    }
    return beside >= FEWEST_LINES;
  }

  private static int size(List<Columns> columns) {
    return columns.stream().mapToInt(each -> each.left.size() + each.right.size()).sum();
  }

  /** Whether the file goes from one to the other with the lines, not with the columns. */
  boolean areMixed() {
    Set<GlyphRun> lefts = new HashSet<>(left);
    List<Boolean> sides =
        Stream.concat(left.stream(), right.stream())
            .sorted(Comparator.comparingInt(GlyphRun::start))
            .map(lefts::contains)
            .toList();
    int changes = 0;
    for (int i = 1; i < sides.size(); i++) {
      changes += sides.get(i).equals(sides.get(i - 1)) ? 0 : 1;
    }
    return changes >= Math.max(FEWEST_LINES, Math.min(lines(left).size(), lines(right).size()));
  }

  /** Whether these are columns of a text. */
  private boolean areText() {
    List<Line> lefts = lines(left);
    List<Line> rights = lines(right);
    if (Math.min(lefts.size(), rights.size()) < FEWEST_LINES) {
      return false;
    }
    double leftWidth = width(lefts);
    double rightWidth = width(rights);
    double distance = Math.min(distance(lefts), distance(rights));
    return Math.min(leftWidth, rightWidth) >= LEAST_WIDTH * Math.max(leftWidth, rightWidth)
        && isText(lefts, leftWidth, distance)
        && isText(rights, rightWidth, distance);
  }

  private static boolean isText(List<Line> lines, double width, double distance) {
    double inked = median(lines.stream().map(line -> line.inked).toList());
    double characters = median(lines.stream().map(line -> (double) line.characters).toList());
    double height = lines.get(lines.size() - 1).baseline - lines.get(0).baseline;
    return inked >= FULL * width
        && characters >= FEWEST_CHARACTERS
        && distance * (lines.size() - 1) >= DENSE * height;
  }

  private static double distance(List<Line> lines) {
    List<Double> distances = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      distances.add(lines.get(i).baseline - lines.get(i - 1).baseline);
    }
    return Math.min(median(distances), LARGEST_DISTANCE * lines.get(0).size);
  }

  private static double width(List<Line> lines) {
    double left = lines.stream().mapToDouble(line -> line.left).min().orElse(0);
    double right = lines.stream().mapToDouble(line -> line.right).max().orElse(0);
    return right - left;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
  }

  /** From top to bottom. */
  private static List<Line> lines(List<GlyphRun> runs) {
    List<Line> lines = new ArrayList<>();
    GlyphRun last = null;
    for (GlyphRun run :
        runs.stream().sorted(Comparator.comparingDouble(GlyphRun::baseline)).toList()) {
      if (last == null || !run.isOnLineOf(last)) {
        lines.add(new Line(run));
      }
      lines.get(lines.size() - 1).add(run);
      last = run;
    }
    return lines;
  }

  private static final class Line {
    private final double baseline;
    private final double size;
    private double left = Double.MAX_VALUE;
    private double right;
    private double inked;
    private int characters;

    Line(GlyphRun first) {
      baseline = first.baseline();
      size = first.size();
    }

    void add(GlyphRun run) {
      left = Math.min(left, run.left());
      right = Math.max(right, run.right());
      inked += run.width();
      characters += run.characters();
    }
  }

  /** A vertical strip that may part columns. */
  private record Gutter(float left, float right) {
    /** Beside the edges at which most runs begin or end. */
    static List<Gutter> candidates(List<GlyphRun> runs) {
      if (runs.size() < 2 * FEWEST_LINES) {
        return List.of();
      }
      float width = GUTTER * (float) median(runs.stream().map(run -> (double) run.size()).toList());
      return Stream.concat(
              edges(runs, true).map(edge -> new Gutter(edge - width, edge)),
              edges(runs, false).map(edge -> new Gutter(edge, edge + width)))
          .toList();
    }

    private static Stream<Float> edges(List<GlyphRun> runs, boolean lefts) {
      Map<Integer, List<Float>> near =
          runs.stream()
              .map(run -> lefts ? run.left() : run.right())
              .collect(
                  Collectors.groupingBy(
                      edge -> Math.round(edge / (2 * TOLERANCE_POINTS)),
                      TreeMap::new,
                      Collectors.toList()));
      return near.values().stream()
          .filter(edges -> edges.size() >= FEWEST_LINES)
          .sorted(Comparator.comparingInt((List<Float> edges) -> edges.size()).reversed())
          .limit(MOST_CANDIDATES)
          .map(
              edges ->
                  lefts
                      ? edges.stream().min(Float::compare).orElseThrow()
                      : edges.stream().max(Float::compare).orElseThrow());
    }

    List<Columns> columns(List<GlyphRun> downwards) {
      List<Columns> found = new ArrayList<>();
      List<GlyphRun> between = new ArrayList<>();
      for (GlyphRun run : downwards) {
        if (isCrossedBy(run)) {
          add(between, found);
          between.clear();
        } else {
          between.add(run);
        }
      }
      add(between, found);
      return found;
    }

    private boolean isCrossedBy(GlyphRun run) {
      return run.left() < right - 1 && run.right() > left + 1;
    }

    /** Keeps what has no crossing run in it, if these are columns. */
    private void add(List<GlyphRun> between, List<Columns> found) {
      List<GlyphRun> written =
          between.stream().sorted(Comparator.comparingInt(GlyphRun::start)).toList();
      Columns columns =
          new Columns(
              written.stream().filter(run -> run.right() <= left + 1).toList(),
              written.stream().filter(run -> run.left() >= right - 1).toList());
      if (columns.areText()) {
        found.add(columns);
      }
    }
  }
}
