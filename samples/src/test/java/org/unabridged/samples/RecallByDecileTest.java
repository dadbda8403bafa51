package org.unabridged.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.Clause;
import org.unabridged.inference.MatchTier;
import org.unabridged.samples.RecallByDecile.Count;

class RecallByDecileTest {

  private static final List<PlantedClause> PLANTED =
      List.of(
          new PlantedClause("insurance", 100, 110, "0123456789", 0),
          new PlantedClause("insurance", 900, 910, "0123456789", 9),
          new PlantedClause("governing-law", 950, 960, "0123456789", 9));

  @Test
  void halfOfAPlantIsFoundAndLessIsNot() {
    RecallByDecile recall =
        RecallByDecile.of(
            PLANTED, List.of(clause("insurance", 105, 130), clause("insurance", 890, 904)));

    assertThat(recall.deciles().get(0)).isEqualTo(new Count(1, 1));
    assertThat(recall.deciles().get(9)).isEqualTo(new Count(0, 2));
    assertThat(recall.total()).isEqualTo(new Count(1, 3));
    assertThat(recall.others()).isZero();
  }

  @Test
  void anotherKindOfClauseInTheSamePlaceDoesNotCount() {
    RecallByDecile recall = RecallByDecile.of(PLANTED, List.of(clause("insurance", 950, 960)));

    assertThat(recall.byQuestion())
        .containsEntry("insurance", new Count(0, 2))
        .containsEntry("governing-law", new Count(0, 1));
    assertThat(recall.others()).isEqualTo(1);
  }

  @Test
  void kindsThatWereNotPlantedAreNotJudged() {
    assertThat(RecallByDecile.of(PLANTED, List.of(clause("audit-rights", 0, 5))).others()).isZero();
  }

  @Test
  void readsThePeakFromTheStatusOfAProcess() {
    assertThat(PeakMemory.parse("Name:\tjava\nVmHWM:\t  2048 kB\nVmRSS:\t 1024 kB\n"))
        .hasValue(2_097_152);
    assertThat(PeakMemory.parse("Name:\tjava\n")).isEmpty();
  }

  private static Clause clause(String question, int start, int end) {
    return new Clause(
        "document", question, start, end, "x".repeat(end - start), 0.9, MatchTier.EXACT, null);
  }
}
