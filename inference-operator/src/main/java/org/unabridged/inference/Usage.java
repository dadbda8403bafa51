package org.unabridged.inference;

import org.jspecify.annotations.Nullable;

/**
 * What one pass over a context used, finished or not.
 *
 * @param tokensSent tokens handed to the model; 0 if it did not come to that
 * @param tokensSeen tokens that the model says it read; null if it did not say
 * @param tokensCached how many of them came from a cache
 * @param tokensOut tokens that it wrote
 * @param cost price in the currency of the configured prices; null without prices
 */
public record Usage(
    long tokensSent,
    @Nullable Long tokensSeen,
    long tokensCached,
    long tokensOut,
    @Nullable Double cost) {

  public Usage {
    Require.notNegative("tokensSent", tokensSent);
    Require.notNegative("tokensSeen", tokensSeen == null ? 0 : tokensSeen);
    Require.notNegative("tokensCached", tokensCached);
    Require.notNegative("tokensOut", tokensOut);
    if (cost != null && !(cost >= 0 && cost < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("cost must not be negative: " + cost);
    }
  }

  /** Nothing was sent. */
  public static Usage none() {
    return new Usage(0, null, 0, 0, null);
  }
}
