package org.unabridged.inference;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run may use before it stops.
 *
 * @param maxCost money, in the currency of the prices; null for no limit
 * @param maxTokens tokens sent and generated; null for no limit
 * @param deadline when nothing new is begun any more; null for never
 */
public record SpendingLimits(
    @Nullable Double maxCost, @Nullable Long maxTokens, @Nullable Instant deadline)
    implements Serializable {

  public SpendingLimits {
    if (maxCost != null && !(maxCost >= 0)) {
      throw new IllegalArgumentException("max cost must not be negative: " + maxCost);
    }
    if (maxTokens != null) {
      Require.notNegative("max tokens", maxTokens);
    }
  }

  /** No limits. */
  public static SpendingLimits none() {
    return new SpendingLimits(null, null, null);
  }

  /** The same with this limit on money. */
  public SpendingLimits withMaxCost(@Nullable Double newMaxCost) {
    return new SpendingLimits(newMaxCost, maxTokens, deadline);
  }

  /** The same with this limit on tokens. */
  public SpendingLimits withMaxTokens(@Nullable Long newMaxTokens) {
    return new SpendingLimits(maxCost, newMaxTokens, deadline);
  }

  /** The same with this deadline. */
  public SpendingLimits withDeadline(@Nullable Instant newDeadline) {
    return new SpendingLimits(maxCost, maxTokens, newDeadline);
  }
}
