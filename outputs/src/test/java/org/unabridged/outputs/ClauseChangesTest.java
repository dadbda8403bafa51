package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClauseChangesTest {
  private static final String LAW = "This Agreement is governed by the laws of Ohio";

  @Test
  void saysNothingOfTheSameClause() {
    assertThat(changes(List.of(clause(3, LAW, "Ohio")), List.of(clause(3, LAW, "Ohio")))).isEmpty();
  }

  @Test
  void knowsAClauseThatMovedWithTheText() {
    assertThat(changes(List.of(clause(3, LAW, "Ohio")), List.of(clause(90, LAW, "Ohio"))))
        .containsExactly("MOVED 3 90");
  }

  @Test
  void knowsAClauseThatWasReworded() {
    String utah = "This Agreement is governed by the laws of Utah";
    assertThat(changes(List.of(clause(3, LAW, "Ohio")), List.of(clause(5, utah, "Utah"))))
        .containsExactly("CHANGED 3 5");
    assertThat(changes(List.of(clause(3, LAW, "Ohio")), List.of(clause(3, LAW, "OH"))))
        .as("another value of the same words")
        .containsExactly("CHANGED 3 3");
  }

  @Test
  void doesNotTakeOneClauseForAnother() {
    String other = "Disputes go to arbitration in Geneva";
    assertThat(changes(List.of(clause(3, LAW, null)), List.of(clause(3, other, null))))
        .containsExactly("REMOVED 3", "ADDED 3");
  }

  @Test
  void usesEachClauseOnce() {
    assertThat(
            changes(
                List.of(clause(3, LAW, null), clause(60, LAW, null)),
                List.of(clause(10, LAW, null), clause(70, LAW, null), clause(130, LAW, null))))
        .containsExactly("MOVED 3 10", "MOVED 60 70", "ADDED 130");
  }

  private static List<String> changes(List<ClauseRow> before, List<ClauseRow> after) {
    List<String> found = new ArrayList<>();
    new ClauseChanges(
            before,
            after,
            (kind, then, now) -> {
              StringBuilder line = new StringBuilder(kind.name());
              then.forEach(clause -> line.append(' ').append(clause.start()));
              now.forEach(clause -> line.append(' ').append(clause.start()));
              found.add(line.toString());
            })
        .find();
    return found;
  }

  private static ClauseRow clause(int start, String quote, @Nullable String value) {
    return new ClauseRow(
        "run",
        "clause-" + start + "-" + quote.hashCode(),
        "document",
        "context",
        "governing-law",
        quote,
        value,
        start,
        start + quote.length(),
        start,
        start + quote.length(),
        null,
        null,
        0.9,
        "exact");
  }
}
