package org.unabridged.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecordsTest {

  private static void assertRejected(String message, ThrowingCallable construction) {
    assertThatThrownBy(construction)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Clause clause(int start, int end, String quote, double confidence) {
    return new Clause("d", "insurance", start, end, quote, confidence, MatchTier.EXACT, null);
  }

  private static PredictionResult result(long sent, long seen) {
    return new PredictionResult(
        "c", "m", "e", "f", sent, seen, 0, 0, List.of(), List.of(), Duration.ZERO);
  }

  @Test
  void rejectsImpossibleParts() {
    assertRejected("document id must not be blank", () -> new Part("", 0, 1));
    assertRejected("span must satisfy 0 <= start <= end: 2, 1", () -> new Part("d", 2, 1));
    assertRejected("span must satisfy 0 <= start <= end: -1, 1", () -> new Part("d", -1, 1));
  }

  @Test
  void givesTextsOfUnknownLanguageTheBenefitOfTheDoubt() {
    Set<String> english = Set.of("en");

    assertThat(new Part("d", 0, 1, List.of("en-US")).isIn(english)).isTrue();
    assertThat(new Part("d", 0, 1, List.of("de", "en")).isIn(english)).isTrue();
    assertThat(new Part("d", 0, 1).isIn(english)).isTrue();
    assertThat(new Part("d", 0, 1, List.of("und")).isIn(english)).isTrue();
    assertThat(new Part("d", 0, 1, List.of("enm")).isIn(english)).isFalse();
    assertThat(new Part("d", 0, 1, List.of("zh-Hans")).isIn(Set.of())).isTrue();
  }

  @Test
  void rejectsContextsWhosePartsDoNotFit() {
    Part part = new Part("d", 0, 3);
    Part overlapping = new Part("e", 2, 3);
    assertRejected("context c has no parts", () -> new Context("c", "abc", List.of()));
    assertRejected(
        "context c: " + part + " overlaps its neighbour or ends after 2",
        () -> new Context("c", "ab", List.of(part)));
    assertRejected(
        "context c: " + overlapping + " overlaps its neighbour or ends after 3",
        () -> new Context("c", "abc", List.of(part, overlapping)));
    assertRejected(
        "context c has document d twice",
        () -> new Context("c", "abcd", List.of(part, new Part("d", 3, 4))));
  }

  @Test
  void givesTheTextOfAPart() {
    Context context =
        new Context("c", "ab\n\ncd", List.of(new Part("d", 0, 2), new Part("e", 4, 6)));

    assertThat(context.textOf(context.parts().get(1))).isEqualTo("cd");
  }

  @Test
  void rejectsImpossibleClauses() {
    assertRejected("confidence must lie in [0, 1]: 1.5", () -> clause(0, 1, "a", 1.5));
    assertRejected("confidence must lie in [0, 1]: NaN", () -> clause(0, 1, "a", Double.NaN));
    assertRejected("quote has 2 characters, span 0 to 1", () -> clause(0, 1, "ab", 0.5));
  }

  @Test
  void rejectsAnswersWithClausesOfOthers() {
    List<Clause> clauses = List.of(clause(0, 1, "a", 0.5));
    assertRejected(
        "a clause of insurance in an answer to parties",
        () -> new Answer("d", "parties", AnswerState.FOUND, null, 0.5, null, null, clauses, 0));
    assertRejected(
        "unlocated must not be negative: -1",
        () -> new Answer("d", "insurance", AnswerState.FOUND, null, 0.5, null, null, clauses, -1));
  }

  @Test
  void coverageIsOkOnlyIfEveryTokenWasSeen() {
    assertThat(result(10, 10).coverageOk()).isTrue();
    assertThat(result(10, 9).coverageOk()).isFalse();
    assertRejected("tokensSeen must not be negative: -1", () -> result(0, -1));
  }

  @Test
  void rejectsImpossibleModels() {
    assertRejected(
        "window must be positive: 0",
        () -> new ModelDescription("m", "e", "f", 0, List.of(), Map.of()));
    assertRejected("threads must be at least 1: 0", () -> RuntimeOptions.defaults().withThreads(0));
  }

  @Test
  void defaultsUseTheWholeMachine() {
    assertThat(RuntimeOptions.defaults())
        .isEqualTo(new RuntimeOptions(Runtime.getRuntime().availableProcessors(), Kernels.AUTO));
  }

  @Test
  void joinsASummarysSentences() {
    List<Sentence> sentences =
        List.of(new Sentence("One.", List.of()), new Sentence("Two.", List.of()));

    assertThat(new Summary("d", "en", "composed", sentences).text()).isEqualTo("One. Two.");
  }
}
