package org.unabridged.inference.remote.transport;

import java.time.Duration;

/**
 * How long an answer may take, from what is asked.
 *
 * @param connect until there is a connection
 * @param base for everything that does not depend on the length: the server's queue, loading a
 *     model
 * @param readTokensPerSecond the slowest reading of a prompt that is waited for
 * @param writtenTokensPerSecond the slowest writing of an answer that is waited for
 * @param stall longest pause inside an answer that is streamed
 */
public record TimeLimits(
    Duration connect,
    Duration base,
    double readTokensPerSecond,
    double writtenTokensPerSecond,
    Duration stall) {

  public TimeLimits {
    Require.positive("connect time-out", connect);
    Require.positive("base time-out", base);
    Require.positive("stall time-out", stall);
    Require.atLeast("tokens read per second", readTokensPerSecond, 0.01);
    Require.atLeast("tokens written per second", writtenTokensPerSecond, 0.01);
  }

  /**
   * Wide: a graphics card reads some thousand tokens a second and writes some tens, and another
   * request may come first.
   */
  public static TimeLimits defaults() {
    return new TimeLimits(
        Duration.ofSeconds(10), Duration.ofSeconds(120), 500, 5, Duration.ofSeconds(60));
  }

  /** Until the first token of an answer. */
  public Duration firstToken(long promptTokens) {
    return base.plus(seconds(promptTokens / readTokensPerSecond));
  }

  /** Until the end of an answer. */
  public Duration total(long promptTokens, long outputTokens) {
    return firstToken(promptTokens).plus(seconds(outputTokens / writtenTokensPerSecond));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
