package org.unabridged.inference;

import java.time.Duration;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Infers one context per element, with the JVM's shared handler. */
final class InferDoFn extends DoFn<String, String> {
  private static final long serialVersionUID = 1;

  private final Counter inferred = Metrics.counter(RunInference.class, "contexts_inferred");
  private final Counter reused = Metrics.counter(RunInference.class, "contexts_reused");
  private final Counter failed = Metrics.counter(RunInference.class, "contexts_failed");
  private final Counter tokens = Metrics.counter(RunInference.class, "tokens_read");

  private final String model;
  private final RuntimeOptions options;
  private final QuestionSet questions;
  private final InferenceStore store;
  private transient @Nullable ModelHandler handler;

  InferDoFn(String model, RuntimeOptions options, QuestionSet questions, InferenceStore store) {
    this.model = model;
    this.options = options;
    this.questions = questions;
    this.store = store;
  }

  @Setup
  public void setUp() {
    handler = ModelHandlers.open(model, options);
  }

  @Teardown
  public void tearDown() {
    if (handler != null) {
      handler.close();
    }
  }

  @ProcessElement
  public void process(@Element String contextId, OutputReceiver<String> output) {
    if (store.finished(contextId) != null) {
      reused.inc();
    } else {
      infer(contextId);
    }
    output.output(contextId);
  }

  private void infer(String contextId) {
    if (handler == null) {
      throw new IllegalStateException("not set up");
    }
    InferenceOutcome outcome = infer(handler, contextId);
    store.save(outcome);
    count(outcome);
  }

  /** An exception is a bug, and fails the bundle; it should say which context to try it on. */
  private InferenceOutcome infer(ModelHandler open, String contextId) {
    try {
      Context context = store.context(contextId);
      InferenceFailure refusal = store.refusal(context);
      return refusal == null ? read(open, context) : refusal;
    } catch (RuntimeException e) {
      throw new IllegalStateException("inference of context " + contextId + " failed", e);
    }
  }

  private InferenceOutcome read(ModelHandler open, Context context) {
    long start = System.nanoTime();
    InferenceOutcome outcome = new CheckedInference(open, questions).infer(context);
    store.ended(context, outcome, Duration.ofNanos(System.nanoTime() - start));
    return outcome;
  }

  private void count(InferenceOutcome outcome) {
    if (outcome instanceof PredictionResult result) {
      inferred.inc();
      tokens.inc(result.tokensSeen());
    } else {
      failed.inc();
    }
  }
}
