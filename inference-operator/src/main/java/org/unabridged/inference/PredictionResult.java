package org.unabridged.inference;

import java.time.Duration;
import java.util.List;

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
    Duration inferenceTime)
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

  /** Whether the engine read every token it was sent. */
  public boolean coverageOk() {
    return tokensSeen == tokensSent;
  }
}
