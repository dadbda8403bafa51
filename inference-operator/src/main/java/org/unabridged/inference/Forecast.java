package org.unabridged.inference;

import org.jspecify.annotations.Nullable;

/**
 * What reading a context is expected to take.
 *
 * @param textTokens tokens of the context's text
 * @param longest tokens that one window has to hold: the longest prompt with room for its answer
 * @param tokensSent tokens of all prompts together; what a cache may save is not taken off
 * @param mostTokensOut the most tokens that may be written
 * @param mostCost the most that it may cost; null without prices
 * @param count how the tokens were counted
 */
public record Forecast(
    long textTokens,
    long longest,
    long tokensSent,
    long mostTokensOut,
    @Nullable Double mostCost,
    TokenCount count) {

  public Forecast {
    Require.notNegative("textTokens", textTokens);
    Require.notNegative("longest", longest);
    Require.notNegative("tokensSent", tokensSent);
    Require.notNegative("mostTokensOut", mostTokensOut);
    if (mostCost != null && !(mostCost >= 0 && mostCost < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("mostCost must not be negative: " + mostCost);
    }
  }

  /** Of a model that reads the text once and writes nothing. */
  public static Forecast ofText(long tokens) {
    return new Forecast(tokens, tokens, tokens, 0, null, TokenCount.EXACT);
  }
}
