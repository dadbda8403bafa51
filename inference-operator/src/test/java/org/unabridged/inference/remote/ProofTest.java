package org.unabridged.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.remote.dialect.FinishReason;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerUsage;

class ProofTest {
  private static final String TEXT = "twelve chars".repeat(1_000);

  private static ServerAnswer read(@Nullable Long tokens) {
    return new ServerAnswer(
        "",
        "",
        FinishReason.STOP,
        new ServerUsage(tokens, null, null),
        "",
        "",
        1,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO);
  }

  @Test
  void countedTokensMustBeTheSame() {
    Counted count = new Counted(3_000, TokenCount.EXACT);
    assertThat(new Proof(TEXT).problem(count, read(3_000L))).isNull();
    assertThat(new Proof(TEXT).problem(count, read(2_999L)))
        .contains("3000 tokens sent, 2999 read");
    assertThat(new Proof(TEXT).problem(count, read(3_001L)))
        .contains("3000 tokens sent, 3001 read");
    assertThat(new Proof(TEXT).problem(count, read(null))).contains("does not say");
  }

  @Test
  void boundedTokensMustBeEnoughForTheTextAndTheSameEachTime() {
    Counted bound = new Counted(9_000, TokenCount.ESTIMATE);
    Proof proof = new Proof(TEXT);
    assertThat(proof.problem(bound, read(500L))).contains("too few");
    assertThat(proof.problem(bound, read(8_000L))).isNull();
    assertThat(proof.problem(bound, read(7_500L))).isNull();
    assertThat(proof.problem(bound, read(3_000L))).contains("too few");
    assertThat(Proof.atLeast(bound, read(9_500L)).tokens()).isEqualTo(9_500);
  }

  @Test
  void marksAreCopiedOrTheyAreNot() {
    Marks marks = new Marks("BCDFGHKL", "MNPRSTVW");
    assertThat(marks.missing(Map.of(Marks.START, " bcdfghkl", Marks.END, "MNPRSTVW"))).isNull();
    assertThat(marks.missing(Map.of(Marks.START, "", Marks.END, "MNPRSTVW"))).contains("start");
    assertThat(marks.missing(Map.of(Marks.START, "BCDFGHKL"))).contains("end");
    assertThat(Marks.draw()).isNotEqualTo(Marks.draw());
    assertThat(marks.around("text")).contains("BCDFGHKL", "MNPRSTVW");
  }
}
