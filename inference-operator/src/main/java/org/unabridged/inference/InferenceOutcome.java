package org.unabridged.inference;

/** What came of reading one context: answers, or a failure with its reason. */
public sealed interface InferenceOutcome permits PredictionResult, InferenceFailure {
  /** The context that was read. */
  String contextId();

  /** What reading it used, finished or not. */
  Usage usage();
}
