package org.unabridged.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceFailure.Category;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.remote.Rig.Options;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.scripted.Fault;
import org.unabridged.inference.remote.scripted.FaultPlan;

class FaultsTest {
  private static final int DOCUMENTS = 500;
  private static final long SEED = 20_261_123;

  private static Context document(int number) {
    return Rig.context(
        "document" + number,
        ("Agreement number %d between Acme Corporation and Party %d of Springfield.\n"
                + "The governing law of agreement %d is that of the State of Delaware, without more.\n"
                + (number % 3 == 0 ? "Exclusivity is granted to Party %d for its territory.\n" : "")
                + "The term of agreement %d is %d years from the date of its signature.\n")
            .formatted(arguments(number)));
  }

  private static Object[] arguments(int number) {
    return number % 3 == 0
        ? new Object[] {number, number, number, number, number, number % 7 + 1}
        : new Object[] {number, number, number, number, number % 7 + 1};
  }

  private static void assertRight(int number, InferenceOutcome outcome) {
    PredictionResult result = (PredictionResult) outcome;
    String[] lines = document(number).text().split("\n");
    String which = "document " + number + ", seed " + SEED;
    boolean exclusive = number % 3 == 0;
    assertThat(result.answers())
        .as(which)
        .extracting(Answer::state)
        .containsExactly(
            AnswerState.FOUND,
            AnswerState.FOUND,
            exclusive ? AnswerState.FOUND : AnswerState.ABSENT);
    assertThat(quotes(result, 0)).as(which).containsExactly(lines[1]);
    assertThat(quotes(result, 1)).as(which).containsExactly(lines[exclusive ? 3 : 2]);
    assertThat(result.answers().get(1).value()).as(which).isEqualTo("P" + (number % 7 + 1) + "Y");
    assertThat(result.summaries()).as(which).hasSize(1);
    assertThat(result.coverageOk()).as(which).isTrue();
  }

  private static List<String> quotes(PredictionResult result, int answer) {
    return result.answers().get(answer).clauses().stream().map(Clause::quote).toList();
  }

  @Test
  void nothingIsLostDoubledOrWrongWithAFaultInEveryFifthRequest() throws Exception {
    FaultPlan faults = FaultPlan.share(0.2, SEED, Fault.all());
    Options hasty =
        Options.usual().patience(Duration.ofMillis(1_500)).asking(new Asking(3, 200, 300, 3));
    List<InferenceOutcome> outcomes = new ArrayList<>();
    Map<Category, Integer> failures = new EnumMap<>(Category.class);
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try (Rig rig = Rig.of(Dialect.VLLM, 100_000, new PatternReader(), faults, hasty)) {
      List<Future<InferenceOutcome>> running =
          IntStream.range(0, DOCUMENTS)
              .mapToObj(i -> threads.submit(() -> rig.handler.predict(document(i), Rig.QUESTIONS)))
              .toList();
      for (Future<InferenceOutcome> each : running) {
        outcomes.add(each.get());
      }
      for (int i = 0; i < DOCUMENTS; i++) {
        assertThat(outcomes.get(i).contextId()).isEqualTo("document" + i);
        if (outcomes.get(i) instanceof InferenceFailure failure) {
          failures.merge(failure.category(), 1, Integer::sum);
        } else {
          assertRight(i, outcomes.get(i));
        }
      }
      long met = Fault.all().stream().mapToLong(rig.server::met).sum();
      assertThat(met).as("faults met").isGreaterThan(rig.server.asked() / 6);
      assertThat(Fault.all()).allMatch(fault -> rig.server.met(fault) > 0);
      // Where the server says twice in a row that it read less, or more, than it was sent.
      assertThat(failures.keySet()).isSubsetOf(Category.TRUNCATED_BY_SERVER);
      assertThat(failures.getOrDefault(Category.TRUNCATED_BY_SERVER, 0)).isLessThan(DOCUMENTS / 50);
    } finally {
      threads.shutdownNow();
    }
  }
}
