package org.unabridged.inference.remote.transport;

import java.time.Duration;

/**
 * When a request is sent again. The n-th pause is drawn evenly between zero and {@code firstPause}
 * doubled n−1 times, at most {@code longestPause}; a server that says how long to wait is waited
 * for that long at least, up to {@code longestPause}.
 *
 * @param attempts most requests for one answer, at least 1
 * @param firstPause upper bound of the first pause
 * @param longestPause upper bound of every such pause
 * @param breakerFailures failures in a row after which a replica is left alone, at least 1
 * @param breakerPause how long it is left alone before one request tries it; doubled each time that
 *     fails, up to {@code longestPause}
 * @param outage how long a request waits at a time while every replica is left alone
 */
public record RetryPolicy(
    int attempts,
    Duration firstPause,
    Duration longestPause,
    int breakerFailures,
    Duration breakerPause,
    Duration outage) {

  public RetryPolicy {
    Require.atLeast("attempts", attempts, 1);
    Require.atLeast("failures in a row", breakerFailures, 1);
    Require.positive("first pause", firstPause);
    Require.positive("longest pause", longestPause);
    Require.positive("pause of a replica", breakerPause);
    if (outage.isNegative()) {
      throw new IllegalArgumentException("outage must not be negative: " + outage);
    }
  }

  /**
   * For a run at night: a server that restarts and loads its model within ten minutes is awaited.
   */
  public static RetryPolicy defaults() {
    return new RetryPolicy(
        8,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        5,
        Duration.ofSeconds(5),
        Duration.ofMinutes(10));
  }

  /** Fails soon when no replica is there, for use where another model can stand in. */
  public RetryPolicy withOutage(Duration newOutage) {
    return new RetryPolicy(
        attempts, firstPause, longestPause, breakerFailures, breakerPause, newOutage);
  }

  public RetryPolicy withAttempts(int newAttempts) {
    return new RetryPolicy(
        newAttempts, firstPause, longestPause, breakerFailures, breakerPause, outage);
  }
}
