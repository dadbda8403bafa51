package org.unabridged.inference;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's answers about one context.
 *
 * @param contextId the context
 * @param model the model's name
 * @param engine what ran it
 * @param modelFingerprint identifies everything about the model that can change an answer
 * @param tokensSent tokens given to the engine
 * @param tokensSeen tokens the engine says it read
 * @param tokensCached how many of them came from a cache
 * @param tokensOut tokens it generated; 0 for a tagger
 * @param answers one for every part and question: by part, then in the order of the question set
 * @param summaries abstracts, possibly none
 * @param inferenceTime time spent reading and answering
 * @param prompted further facts of a model that is told in words what to do; null of any other
 */
public record PredictionResult(
    String contextId,
    String model,
    String engine,
    String modelFingerprint,
    long tokensSent,
    long tokensSeen,
    long tokensCached,
    long tokensOut,
    List<Answer> answers,
    List<Summary> summaries,
    Duration inferenceTime,
    @Nullable PromptedPass prompted)
    implements InferenceOutcome {

  public PredictionResult {
    Require.notBlank("context id", contextId);
    Require.notBlank("model", model);
    Require.notBlank("engine", engine);
    Require.notBlank("model fingerprint", modelFingerprint);
    Require.notNegative("tokensSent", tokensSent);
    Require.notNegative("tokensSeen", tokensSeen);
    Require.notNegative("tokensCached", tokensCached);
    Require.notNegative("tokensOut", tokensOut);
    Require.notNegative("inferenceTime", inferenceTime);
    answers = List.copyOf(answers);
    summaries = List.copyOf(summaries);
  }

  /** A pass of a model that is not prompted. */
  public PredictionResult(
      String contextId,
      String model,
      String engine,
      String modelFingerprint,
      long tokensSent,
      long tokensSeen,
      long tokensCached,
      long tokensOut,
      List<Answer> answers,
      List<Summary> summaries,
      Duration inferenceTime) {
    this(
        contextId,
        model,
        engine,
        modelFingerprint,
        tokensSent,
        tokensSeen,
        tokensCached,
        tokensOut,
        answers,
        summaries,
        inferenceTime,
        null);
  }

  /**
   * Whether the engine read every token it was sent. Where these are an upper bound, it must have
   * read some, and not more; that it read the text's both ends is then for the handler to show.
   */
  public boolean coverageOk() {
    return prompted != null && prompted.count() == TokenCount.ESTIMATE
        ? tokensSeen > 0 && tokensSeen <= tokensSent
        : tokensSeen == tokensSent;
  }

  /** Whether every request was answered; a pass that lacks answers is worth another try. */
  public boolean complete() {
    return prompted == null || prompted.unusable() == 0;
  }

  @Override
  public Usage usage() {
    return new Usage(
        tokensSent, tokensSeen, tokensCached, tokensOut, prompted == null ? null : prompted.cost());
  }
}
