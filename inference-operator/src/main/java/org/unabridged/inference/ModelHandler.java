package org.unabridged.inference;

import java.util.Map;

/**
 * A model, ready to read contexts. Weights and configuration are immutable and shared; every method
 * may be called by several threads at once, and what one call changes belongs to that call alone.
 */
public interface ModelHandler extends AutoCloseable {

  /** What the model is and can do. */
  ModelDescription description();

  /** Tokens of a text by the model's own tokenizer: never more than the text has UTF-8 bytes. */
  long countTokens(String text);

  /**
   * Reads the whole context in one pass and answers every question about every part.
   *
   * @return the answers, or the failure of this context; an exception is a bug, never a property of
   *     the context
   */
  InferenceOutcome predict(Context context, QuestionSet questions);

  /**
   * What a run's record should say of its use so far, such as hosts contacted and money spent: JSON
   * values by name, nothing secret.
   */
  default Map<String, Object> account() {
    return Map.of();
  }

  /** Frees what the model holds. No other method may be called afterwards. */
  @Override
  void close();
}
