package org.unabridged.inference.remote.dialect;

import org.jspecify.annotations.Nullable;

/**
 * How a server chooses tokens. All of it is sent explicitly where the dialect has the field, since
 * servers else take the defaults that came with the model.
 *
 * @param temperature 0 to 2; 0 takes the likeliest
 * @param topP above 0, at most 1
 * @param topK at least 0; 0 for all
 * @param minP 0 to 1
 * @param presencePenalty −2 to 2; anything but 0 distorts JSON and quotes
 * @param repetitionPenalty above 0; 1 for none
 * @param seed of the draws; null leaves it to the server
 */
public record ServerSampling(
    double temperature,
    double topP,
    int topK,
    double minP,
    double presencePenalty,
    double repetitionPenalty,
    @Nullable Long seed) {

  public ServerSampling {
    Bounds.within("temperature", temperature, 0, 2);
    Bounds.within("top-p", topP, Double.MIN_VALUE, 1);
    Bounds.within("top-k", topK, 0, Integer.MAX_VALUE);
    Bounds.within("min-p", minP, 0, 1);
    Bounds.within("presence penalty", presencePenalty, -2, 2);
    Bounds.within("repetition penalty", repetitionPenalty, Double.MIN_VALUE, 10);
  }

  /** Always the likeliest token, without penalties: for extraction. */
  public static ServerSampling greedy() {
    return new ServerSampling(0, 1, 0, 0, 0, 1, null);
  }
}
