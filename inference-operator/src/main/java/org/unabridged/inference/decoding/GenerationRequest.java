package org.unabridged.inference.decoding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to write after a prompt.
 *
 * @param mostTokens most tokens of the answer, at least 1; thinking is not among them
 * @param sampling how tokens are chosen
 * @param schema what the answer must be; null if any text
 * @param stopTexts texts before which the answer ends; with a schema there are none
 * @param thinking null if the model is not to think
 */
public record GenerationRequest(
    int mostTokens,
    Sampling sampling,
    @Nullable JsonSchema schema,
    List<String> stopTexts,
    @Nullable Thinking thinking) {

  public GenerationRequest {
    stopTexts = List.copyOf(stopTexts);
    if (mostTokens < 1) {
      throw new IllegalArgumentException("most tokens must be positive: " + mostTokens);
    }
    if (stopTexts.contains("") || schema != null && !stopTexts.isEmpty()) {
      throw new IllegalArgumentException("stop texts " + stopTexts + " with schema " + schema);
    }
    if (schema != null && JsonState.start(schema).least() > mostTokens) {
      throw new IllegalArgumentException(
          "the shortest answer may take %d tokens, more than %d"
              .formatted(JsonState.start(schema).least(), mostTokens));
    }
  }

  /** The likeliest text. */
  public static GenerationRequest text(int mostTokens) {
    return new GenerationRequest(mostTokens, Sampling.greedy(), null, List.of(), null);
  }

  /** The likeliest JSON of a schema. */
  public static GenerationRequest json(JsonSchema schema, int mostTokens) {
    return new GenerationRequest(mostTokens, Sampling.greedy(), schema, List.of(), null);
  }

  /** The same with this sampling. */
  public GenerationRequest withSampling(Sampling newSampling) {
    return new GenerationRequest(mostTokens, newSampling, schema, stopTexts, thinking);
  }

  /** The same, ended before any of these. */
  public GenerationRequest withStopTexts(List<String> newStopTexts) {
    return new GenerationRequest(mostTokens, sampling, schema, newStopTexts, thinking);
  }

  /** The same after thinking. */
  public GenerationRequest withThinking(Thinking newThinking) {
    return new GenerationRequest(mostTokens, sampling, schema, stopTexts, newThinking);
  }
}
