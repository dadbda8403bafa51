package org.unabridged.ingestion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds running headers and footers: lines at the top or the bottom of pages that stand at the same
 * height on many of them and say the same, but for a number that counts with the pages.
 */
final class RunningLines {
  /** A header of a name, a title and a date has three lines. */
  private static final int LINES_AT_EDGE = 3;

  private static final int FEWEST_PAGES = 3;

  /** Headers that differ on left and right pages, and begin after the front matter. */
  private static final double FEWEST_SHARE = 0.3;

  private static final double COUNTING_SHARE = 0.7;
  private static final double HEIGHT_TOLERANCE_POINTS = 4;
  private static final int LONGEST_LINE = 200;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
  private static final Pattern ROMAN = Pattern.compile("(?i)[\\W_]*[ivxl]{1,7}[\\W_]*");

  private record Candidate(
      int line, int page, double height, String words, List<Integer> numbers) {}

  private RunningLines() {}

  /** Indices of the lines that run through the pages. */
  static Set<Integer> in(List<PageLine> lines, String text) {
    Map<Integer, List<Integer>> byPage = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Box box = lines.get(i).box();
      if (box != null) {
        byPage.computeIfAbsent(box.page(), page -> new ArrayList<>()).add(i);
      }
    }
    Set<Integer> found = new HashSet<>();
    found.addAll(running(atEdge(byPage, lines, text, 1), byPage.size()));
    found.addAll(running(atEdge(byPage, lines, text, -1), byPage.size()));
    return found;
  }

  /** The lines nearest to the top (1) or the bottom (-1) of each page, by what they say. */
  private static Map<String, List<Candidate>> atEdge(
      Map<Integer, List<Integer>> byPage, List<PageLine> lines, String text, int direction) {
    Map<String, List<Candidate>> candidates = new HashMap<>();
    byPage.forEach(
        (page, numbers) ->
            numbers.stream()
                .sorted(Comparator.comparingDouble(i -> direction * height(lines.get(i))))
                .limit(LINES_AT_EDGE)
                .map(i -> candidate(i, page, lines.get(i), text))
                .forEach(
                    candidate -> {
                      if (candidate != null) {
                        candidates
                            .computeIfAbsent(candidate.words, words -> new ArrayList<>())
                            .add(candidate);
                      }
                    }));
    return candidates;
  }

  private static @Nullable Candidate candidate(int index, int page, PageLine line, String text) {
    String said = line.text(text).toLowerCase(Locale.ROOT);
    if (said.length() > LONGEST_LINE) {
      return null;
    }
    List<Integer> numbers = new ArrayList<>();
    if (ROMAN.matcher(said).matches()) {
      numbers.add(roman(said));
      return new Candidate(index, page, height(line), "#roman", numbers);
    }
    Matcher matcher = NUMBER.matcher(said);
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group()));
    }
    String words = NUMBER.matcher(said).replaceAll("#").replaceAll("(?U)\\s+", " ");
    return new Candidate(index, page, height(line), words, numbers);
  }

  private static Set<Integer> running(Map<String, List<Candidate>> candidates, int pages) {
    double fewest = Math.max(FEWEST_PAGES, FEWEST_SHARE * pages);
    Set<Integer> found = new HashSet<>();
    for (List<Candidate> same : candidates.values()) {
      for (List<Candidate> level : levels(same)) {
        long onPages = level.stream().mapToInt(Candidate::page).distinct().count();
        if (onPages >= fewest && (isConstant(level) || counts(level))) {
          level.forEach(candidate -> found.add(candidate.line));
        }
      }
    }
    return found;
  }

  /** Those of about the same height together. */
  private static List<List<Candidate>> levels(List<Candidate> candidates) {
    List<Candidate> sorted =
        candidates.stream().sorted(Comparator.comparingDouble(Candidate::height)).toList();
    List<List<Candidate>> levels = new ArrayList<>();
    for (Candidate candidate : sorted) {
      List<Candidate> last = levels.isEmpty() ? List.of() : levels.get(levels.size() - 1);
      if (last.isEmpty()
          || candidate.height - last.get(last.size() - 1).height > HEIGHT_TOLERANCE_POINTS) {
        levels.add(new ArrayList<>(List.of(candidate)));
      } else {
        last.add(candidate);
      }
    }
    return levels;
  }

  private static boolean isConstant(List<Candidate> level) {
    return level.stream().map(Candidate::numbers).distinct().count() == 1;
  }

  /** Whether one of the numbers is the page's own, counted from anywhere. */
  private static boolean counts(List<Candidate> level) {
    int columns = level.get(0).numbers.size();
    for (int column = 0; column < columns; column++) {
      Map<Integer, Integer> distances = new HashMap<>();
      for (Candidate candidate : level) {
        distances.merge(candidate.numbers.get(column) - candidate.page, 1, Integer::sum);
      }
      int most = distances.values().stream().max(Comparator.naturalOrder()).orElse(0);
      if (most >= COUNTING_SHARE * level.size()) {
        return true;
      }
    }
    return false;
  }

  private static double height(PageLine line) {
    Box box = line.box();
    return box == null ? 0 : (box.top() + box.bottom()) / 2;
  }

  private static int roman(String said) {
    int value = 0;
    int last = 0;
    for (int i = said.length() - 1; i >= 0; i--) {
      int digit =
          switch (said.charAt(i)) {
            case 'i' -> 1;
            case 'v' -> 5;
            case 'x' -> 10;
            case 'l' -> 50;
            default -> 0;
          };
      value += digit < last ? -digit : digit;
      last = Math.max(last, digit);
    }
    return value;
  }
}
