package org.unabridged.inference.summary;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Answer;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Question;
import org.unabridged.inference.Support;

/**
 * One answered question of one document, as far as a summary may use it.
 *
 * @param question what was asked
 * @param answer found or conflicting
 * @param clauses the decided clauses, in the order of the text; at least one
 */
record Fact(Question question, Answer answer, List<Clause> clauses) {

  /** Below it a sentence says "appears" or "possibly". */
  private static final double SURE = 0.5;

  /** More receipts for one fact help nobody. */
  private static final int MOST_SUPPORT = 3;

  @Nullable String value() {
    return answer.value();
  }

  boolean isSure() {
    return best().confidence() >= SURE;
  }

  Clause best() {
    return byConfidence().get(0);
  }

  /** The most confident clauses, in the order of the text. */
  List<Support> support() {
    return byConfidence().stream()
        .limit(MOST_SUPPORT)
        .sorted(Comparator.comparingInt(Clause::start))
        .map(Support::of)
        .toList();
  }

  private List<Clause> byConfidence() {
    return clauses.stream()
        .sorted(
            Comparator.comparingDouble(Clause::confidence)
                .reversed()
                .thenComparingInt(Clause::start))
        .toList();
  }
}
