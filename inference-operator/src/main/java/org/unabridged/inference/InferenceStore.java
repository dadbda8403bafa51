package org.unabridged.inference;

import java.io.Serializable;
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
   * failure.
   */
  @Nullable PredictionResult finished(String contextId);

  /** Keeps an outcome, atomically. */
  void save(InferenceOutcome outcome);
}
