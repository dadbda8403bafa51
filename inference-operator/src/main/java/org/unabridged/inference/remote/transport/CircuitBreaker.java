package org.unabridged.inference.remote.transport;

import java.time.Duration;

/**
 * Leaves a replica alone that keeps failing: after so many failures in a row nothing is sent to it
 * for a while, then one request tries it. Whatever that brings decides for the others. Thread-safe.
 */
final class CircuitBreaker {
  private final RetryPolicy policy;
  private final Scheduler scheduler;
  private int failures;
  private Duration pause;
  private long openUntil;
  private State state = State.CLOSED;

  private enum State {
    CLOSED,
    OPEN,
    TRYING
  }

  CircuitBreaker(RetryPolicy policy, Scheduler scheduler) {
    this.policy = policy;
    this.scheduler = scheduler;
    this.pause = policy.breakerPause();
  }

  /** Whether requests pass freely. */
  synchronized boolean isClosed() {
    return state == State.CLOSED;
  }

  /**
   * Asks to send a request. One that may is to report what came of it.
   *
   * @return zero if it may, else when to ask again
   */
  synchronized Duration tryPass() {
    return switch (state) {
      case CLOSED -> Duration.ZERO;
      case OPEN -> tryOpen();
      case TRYING -> policy.breakerPause();
    };
  }

  private Duration tryOpen() {
    long left = openUntil - scheduler.nanos();
    if (left > 0) {
      return Duration.ofNanos(left);
    }
    state = State.TRYING;
    return Duration.ZERO;
  }

  /** The replica answered, if only to refuse. */
  synchronized void succeeded() {
    state = State.CLOSED;
    failures = 0;
    pause = policy.breakerPause();
  }

  /** The replica failed. */
  synchronized void failed() {
    failures++;
    if (state == State.TRYING) {
      pause = shorter(pause.multipliedBy(2), policy.longestPause());
      open();
    } else if (state == State.CLOSED && failures >= policy.breakerFailures()) {
      open();
    }
  }

  /** Nothing was learned: the request was taken back. */
  synchronized void abandoned() {
    if (state == State.TRYING) {
      open();
    }
  }

  private void open() {
    state = State.OPEN;
    openUntil = scheduler.nanos() + pause.toNanos();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
