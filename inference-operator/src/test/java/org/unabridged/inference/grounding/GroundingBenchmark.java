package org.unabridged.inference.grounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.unabridged.inference.grounding.GroundingCases.Case;
import org.unabridged.inference.grounding.GroundingCases.Kind;

/**
 * Locates generated answers of every kind in a document of 1 MB for each kind, and tells how many
 * were right and how long one took. Arguments: answers of each kind, 1,000 if none is given.
 */
final class GroundingBenchmark {
  private static final int CHARACTERS = 1_000_000;

  private GroundingBenchmark() {}

  public static void main(String[] arguments) {
    int each = arguments.length == 0 ? 1_000 : Integer.parseInt(arguments[0]);
    System.out.printf(
        "%s, %d processors%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
    System.out.printf(
        Locale.ROOT,
        "%-14s %8s %8s %8s %10s %10s %10s%n",
        "kind",
        "answers",
        "right",
        "wrong",
        "median ms",
        "99 % ms",
        "most ms");
    for (Kind kind : Kind.values()) {
      // once to warm up
      measure(kind, Math.min(each, 100));
      System.out.println(measure(kind, each));
    }
  }

  private static String measure(Kind kind, int count) {
    List<Case> cases = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    List<Integer> starts = new ArrayList<>();
    for (int seed = 0; cases.size() < count || text.length() < CHARACTERS; seed++) {
      Case task = GroundingCases.of(kind, seed);
      if (text.length() < CHARACTERS) {
        starts.add(text.length());
        text.append(task.text()).append("\n\n");
      }
      cases.add(task);
    }
    String whole = text.toString();
    TextIndex index = TextIndex.of(whole);
    long[] nanos = new long[count];
    int right = 0;
    for (int i = 0; i < count; i++) {
      int place = i % starts.size();
      Case task = cases.get(place);
      int offset = starts.get(place);
      int lines = index.lines().numberAt(offset) - 1;
      Anchor anchor =
          new Anchor(
              task.anchor().firstLine() + lines,
              task.anchor().lastLine() + lines,
              task.anchor().firstWords(),
              task.anchor().lastWords());
      long started = System.nanoTime();
      GroundedSpan span = index.locate(anchor);
      nanos[i] = System.nanoTime() - started;
      boolean expected =
          task.start() < 0
              ? span == null
              : span != null
                  && span.start() == offset + task.start()
                  && span.end() == offset + task.end();
      right += expected ? 1 : 0;
    }
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "%-14s %8d %8d %8d %10.3f %10.3f %10.3f",
        kind.name().toLowerCase(Locale.ROOT),
        count,
        right,
        count - right,
        nanos[count / 2] / 1e6,
        nanos[count * 99 / 100] / 1e6,
        nanos[count - 1] / 1e6);
  }
}
