package org.unabridged.inference;

import java.util.List;
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

  /** The windows that contexts go to, each to the smallest that holds it; by growing size. */
  default List<Window> windows() {
    return List.of(new Window(Window.NATIVE, description().window()));
  }

  /**
   * What {@link #predict} would take, without reading anything. A server may be asked to count.
   *
   * @return by an upper bound where it cannot be counted now
   */
  default Forecast forecast(Context context, QuestionSet questions) {
    return Forecast.ofText(countTokens(context.text()));
  }

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
