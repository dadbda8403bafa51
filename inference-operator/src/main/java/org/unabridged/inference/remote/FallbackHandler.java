package org.unabridged.inference.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unabridged.inference.Context;
import org.unabridged.inference.Forecast;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.Window;

/**
 * A model, and another that reads a context where the first is not available. What it read says so:
 * a result has the name and fingerprint of the model that gave it.
 */
final class FallbackHandler implements ModelHandler {
  private final ModelHandler first;
  private final ModelHandler second;

  FallbackHandler(ModelHandler first, ModelHandler second) {
    this.first = first;
    this.second = second;
  }

  /** That of the first, with a fingerprint of both: either may have given a stored result. */
  @Override
  public ModelDescription description() {
    ModelDescription description = first.description();
    Map<String, String> details = new LinkedHashMap<>(description.details());
    details.put("fallback", second.description().name());
    return new ModelDescription(
        description.name(),
        description.engine(),
        description.fingerprint() + "|" + second.description().fingerprint(),
        description.window(),
        description.supportedQuestionIds(),
        details);
  }

  @Override
  public long countTokens(String text) {
    return first.countTokens(text);
  }

  @Override
  public List<Window> windows() {
    return first.windows();
  }

  @Override
  public Forecast forecast(Context context, QuestionSet questions) {
    return first.forecast(context, questions);
  }

  @Override
  public InferenceOutcome predict(Context context, QuestionSet questions) {
    InferenceOutcome outcome = first.predict(context, questions);
    if (!(outcome instanceof InferenceFailure failure)
        || failure.category() != InferenceFailure.Category.MODEL_UNAVAILABLE) {
      return outcome;
    }
    InferenceOutcome other = second.predict(context, questions);
    return other instanceof InferenceFailure both
        ? new InferenceFailure(
            context.contextId(),
            both.category(),
            failure.message() + "; then " + second.description().name() + ": " + both.message(),
            both.usage())
        : other;
  }

  @Override
  public Map<String, Object> account() {
    Map<String, Object> account = new LinkedHashMap<>(first.account());
    account.put("fallback", second.account());
    return account;
  }

  @Override
  public void close() {
    try {
      first.close();
    } finally {
      second.close();
    }
  }
}
