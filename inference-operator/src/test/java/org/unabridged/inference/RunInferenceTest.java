package org.unabridged.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

class RunInferenceTest {

  private static PipelineResult run(MemoryStore store, String... contextIds) {
    Pipeline pipeline = Pipeline.create();
    PCollection<String> done =
        pipeline
            .apply(Create.of(List.of(contextIds)))
            .apply(
                RunInference.with(TitleModel.NAME, RuntimeOptions.defaults(), QuestionSet.cuad())
                    .over(store));
    PAssert.that(done)
        .satisfies(
            ids -> {
              assertThat(ids).containsExactlyInAnyOrder(contextIds);
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static PredictionResult finished(MemoryStore store, String contextId) {
    return Objects.requireNonNull(store.finished(contextId));
  }

  private static long counter(PipelineResult result, String name) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(RunInference.class, name))
            .build();
    return StreamSupport.stream(
            result.metrics().queryMetrics(filter).getCounters().spliterator(), false)
        .mapToLong(MetricResult::getAttempted)
        .sum();
  }

  @Test
  void storesAnswersAndPassesTheIdsOn() {
    MemoryStore store =
        new MemoryStore("answers").with("a", "An Insurance clause.").with("b", "Nothing of note.");

    PipelineResult result = run(store, "a", "b");

    assertThat(finished(store, "a").answers())
        .hasSize(41)
        .filteredOn(answer -> answer.state() == AnswerState.FOUND)
        .extracting(Answer::questionId)
        .containsExactly("insurance");
    assertThat(finished(store, "b").answers())
        .hasSize(41)
        .allMatch(answer -> answer.state() == AnswerState.ABSENT);
    assertThat(counter(result, "contexts_inferred")).isEqualTo(2);
    assertThat(counter(result, "tokens_read")).isEqualTo(6);
    assertThat(counter(result, "contexts_failed")).isZero();
  }

  @Test
  void doesNotReadFinishedContextsAgain() {
    MemoryStore store = new MemoryStore("finished").with("a", "An Insurance clause.");
    run(store, "a");
    PredictionResult first = finished(store, "a");

    PipelineResult again = run(store, "a");

    assertThat(store.finished("a")).isSameAs(first);
    assertThat(counter(again, "contexts_reused")).isEqualTo(1);
    assertThat(counter(again, "contexts_inferred")).isZero();
  }

  @Test
  void readsAgainWhatFailedBefore() {
    MemoryStore store = new MemoryStore("failed-before").with("a", "OFFLINE");
    run(store, "a");
    assertThat(store.finished("a")).isNull();
    store.with("a", "Insurance");

    run(store, "a");

    assertThat(store.finished("a")).isNotNull();
  }

  @Test
  void storesFailuresOfTheModel() {
    MemoryStore store = new MemoryStore("failures").with("a", "OFFLINE").with("b", "Insurance");

    PipelineResult result = run(store, "a", "b");

    assertThat(store.outcome("a"))
        .isEqualTo(
            new InferenceFailure(
                "a", InferenceFailure.Category.MODEL_UNAVAILABLE, "nobody answers"));
    assertThat(store.finished("b")).isNotNull();
    assertThat(counter(result, "contexts_failed")).isEqualTo(1);
  }

  @Test
  void refusesWhatDoesNotFitTheWindow() {
    MemoryStore store = new MemoryStore("overflow").with("a", "word ".repeat(41));

    run(store, "a");

    assertThat(store.outcome("a"))
        .isInstanceOfSatisfying(
            InferenceFailure.class,
            failure ->
                assertThat(failure.category())
                    .isEqualTo(InferenceFailure.Category.CONTEXT_OVERFLOW));
  }

  @Test
  void failsLoudlyOnABug() {
    MemoryStore store = new MemoryStore("bug").with("a", "BROKEN");

    assertThatThrownBy(() -> run(store, "a"))
        .hasStackTraceContaining("inference of context a failed")
        .hasStackTraceContaining("a bug in the model");
    assertThat(store.outcome("a")).isNull();
  }

  @Test
  void closesItsHandlerAfterwards() {
    MemoryStore store = new MemoryStore("closing").with("a", "Insurance");
    int openBefore = TitleModelProvider.OPEN.get();

    run(store, "a");

    assertThat(TitleModelProvider.OPEN).hasValue(openBefore);
  }

  @Test
  void refusesAnUnknownModelBeforeAnythingRuns() {
    assertThatThrownBy(
            () -> RunInference.with("gpt", RuntimeOptions.defaults(), QuestionSet.cuad()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown model 'gpt'; available: ")
        .hasMessageContaining(TitleModel.NAME);
  }
}
