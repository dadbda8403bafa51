package org.unabridged.pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.pipeline.PlanReport.PlannedContext;

/** How many contexts are how long: in classes whose bounds are 1, 3, 10, 30 … thousand tokens. */
final class PlanHistogram {
  private static final long FIRST = 1_000;

  private PlanHistogram() {}

  /**
   * Contexts of similar length.
   *
   * @param upTo tokens of the longest one that belongs here
   * @param contexts how many there are
   * @param tokens tokens of their texts
   */
  record Bar(long upTo, long contexts, long tokens) {
    private Bar and(long length) {
      return new Bar(upTo, contexts + 1, tokens + length);
    }
  }

  /** From the first class to that of the longest context, empty ones in between too. */
  static List<Bar> of(List<PlannedContext> contexts) {
    List<Bar> bars = new ArrayList<>();
    for (PlannedContext context : contexts) {
      long length = context.forecast().textTokens();
      int place = 0;
      while (length > bound(place)) {
        place++;
      }
      while (bars.size() <= place) {
        bars.add(new Bar(bound(bars.size()), 0, 0));
      }
      bars.set(place, bars.get(place).and(length));
    }
    return bars;
  }

  private static long bound(int place) {
    long bound = FIRST;
    for (int i = 0; i < place; i++) {
      bound = i % 2 == 0 ? bound * 3 : bound / 3 * 10;
    }
    return bound;
  }
}
