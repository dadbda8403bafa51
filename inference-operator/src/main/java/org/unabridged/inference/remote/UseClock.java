package org.unabridged.inference.remote;

import java.util.function.LongSupplier;

/**
 * For how long at least one thing was going on, and each one's share in that: while several go on,
 * they share the time evenly, so that the shares of all add up to it. Thread-safe.
 */
final class UseClock {
  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private int open;
  private long since;
  private long total;

  /** Nanoseconds that something would have got which had been going on all the time. */
  private double share;

  UseClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Something begins. */
  synchronized Use begin() {
    advance();
    open++;
    return new Use(share);
  }

  synchronized double seconds() {
    advance();
    return total / NANOS;
  }

  private void advance() {
    long now = nanoTime.getAsLong();
    if (open > 0) {
      total += now - since;
      share += (double) (now - since) / open;
    }
    since = now;
  }

  /** Something that goes on until it is ended. */
  final class Use {
    private final double shareBefore;

    private Use(double shareBefore) {
      this.shareBefore = shareBefore;
    }

    /** It ends, once; gives its share in seconds. */
    double end() {
      synchronized (UseClock.this) {
        advance();
        open--;
        return (share - shareBefore) / NANOS;
      }
    }
  }
}
