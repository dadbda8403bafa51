package org.unabridged.inference;

import java.util.Locale;

/**
 * A context that could not be answered.
 *
 * @param contextId the context
 * @param category what kind of failure
 * @param message what happened and what would help; no text of the document
 * @param usage what was used until it failed
 */
public record InferenceFailure(String contextId, Category category, String message, Usage usage)
    implements InferenceOutcome {

  /** Kinds of failure. */
  public enum Category {
    /** More tokens than the model's window. */
    CONTEXT_OVERFLOW,
    /** The engine read fewer tokens than it was sent. */
    TRUNCATED_BY_SERVER,
    /** The engine did not answer. */
    MODEL_UNAVAILABLE,
    /** The model declined. */
    MODEL_REFUSED,
    /** The model's output could not be understood. */
    INVALID_OUTPUT,
    /** A limit on tokens, money or time was reached. */
    BUDGET_EXHAUSTED;

    /** The name used in files and tables, such as {@code context_overflow}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public InferenceFailure {
    Require.notBlank("context id", contextId);
    Require.notBlank("failure message", message);
  }

  /** A failure before anything was sent. */
  public InferenceFailure(String contextId, Category category, String message) {
    this(contextId, category, message, Usage.none());
  }
}
