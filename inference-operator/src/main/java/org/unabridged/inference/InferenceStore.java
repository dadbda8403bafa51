package org.unabridged.inference;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link RunInference} takes contexts from and leaves outcomes, so that neither travels
 * between the stages of a pipeline. Used by several threads at once.
 */
public interface InferenceStore extends Serializable {

  /** The context with this id. */
  Context context(String contextId);

  /**
   * What was finished earlier with the same text, questions and model; null if nothing. Never a
   * failure, and never a result that is not {@linkplain PredictionResult#complete complete}.
   */
  @Nullable PredictionResult finished(String contextId);

  /**
   * Asks whether a context may be read now; what is refused is not read, and the failure is its
   * outcome. By default everything may be.
   */
  default @Nullable InferenceFailure refusal(Context context) {
    return null;
  }

  /**
   * Tells that a context that was not refused has been read, before its outcome is saved.
   *
   * @param took how long that lasted
   */
  default void ended(Context context, InferenceOutcome outcome, Duration took) {}

  /** Keeps an outcome, atomically. */
  void save(InferenceOutcome outcome);
}
