package org.unabridged.inference.remote.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.ServerSampling;

/**
 * What is known of a model on a server.
 *
 * @param name by which a user chooses it
 * @param model what the server calls it
 * @param window most tokens of prompt and answer as the model was trained
 * @param extendedWindow the same where its positions are scaled; equal if they can not be
 * @param tokens how prompts are counted
 * @param thinkingTokens most tokens of reasoning before an answer; 0 turns reasoning off
 * @param sampling how tokens are chosen
 * @param prices null where tokens are not paid for
 * @param endpoints where it is served unless a run says otherwise; perhaps nowhere
 * @param dialect what kind of server that is, unless a run says otherwise
 * @param keyVariable environment variable with the key; null if it needs none
 */
public record ModelProfile(
    String name,
    String model,
    long window,
    long extendedWindow,
    TokenSource tokens,
    int thinkingTokens,
    ServerSampling sampling,
    @Nullable Prices prices,
    List<String> endpoints,
    Dialect dialect,
    @Nullable String keyVariable) {

  public ModelProfile {
    if (!name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "name must be lower-case letters, digits, dots, dashes: '" + name + "'");
    }
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must not be blank");
    }
    if (window < 1 || extendedWindow < window) {
      throw new IllegalArgumentException(
          "window must be positive and extended-window not smaller: "
              + window
              + ", "
              + extendedWindow);
    }
    if (thinkingTokens < 0) {
      throw new IllegalArgumentException("thinking-tokens must not be negative: " + thinkingTokens);
    }
    endpoints = List.copyOf(endpoints);
  }
}
