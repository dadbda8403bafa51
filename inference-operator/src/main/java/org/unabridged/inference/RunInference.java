package org.unabridged.inference;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads each context whole and stores its outcome: context ids in, the same ids out once their
 * outcome is in the store. Contexts that were finished earlier are not read again. A context that
 * does not fit the model's window, or that the engine did not read to the end, is a stored failure;
 * a bug fails the bundle.
 */
public final class RunInference extends PTransform<PCollection<String>, PCollection<String>> {
  private static final long serialVersionUID = 1;

  private final String model;
  private final RuntimeOptions options;
  private final QuestionSet questions;
  private final InferenceStore store;

  private RunInference(
      String model, RuntimeOptions options, QuestionSet questions, InferenceStore store) {
    this.model = model;
    this.options = options;
    this.questions = questions;
    this.store = store;
  }

  /**
   * Starts with what to ask whom.
   *
   * @throws IllegalArgumentException if there is no such model
   */
  public static Builder with(String model, RuntimeOptions options, QuestionSet questions) {
    ModelHandlers.requireKnown(model);
    return new Builder(model, options, questions);
  }

  @Override
  public PCollection<String> expand(PCollection<String> contextIds) {
    return contextIds.apply("Infer", ParDo.of(new InferDoFn(model, options, questions, store)));
  }

  /** A transform that only lacks its store. */
  public static final class Builder {
    private final String model;
    private final RuntimeOptions options;
    private final QuestionSet questions;

    private Builder(String model, RuntimeOptions options, QuestionSet questions) {
      this.model = model;
      this.options = options;
      this.questions = questions;
    }

    /** Where contexts come from and outcomes go. */
    public RunInference over(InferenceStore store) {
      return new RunInference(model, options, questions, store);
    }
  }
}
