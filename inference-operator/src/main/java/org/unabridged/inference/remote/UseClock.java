package org.unabridged.inference.remote;

import java.util.function.LongSupplier;

/** For how long at least one thing was going on. Thread-safe. */
final class UseClock {
  private final LongSupplier nanoTime;
  private int open;
  private long since;
  private long total;

  UseClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void begin() {
    if (open++ == 0) {
      since = nanoTime.getAsLong();
    }
  }

  synchronized void end() {
    if (--open == 0) {
      total += nanoTime.getAsLong() - since;
    }
  }

  synchronized double seconds() {
    return (total + (open > 0 ? nanoTime.getAsLong() - since : 0)) / 1e9;
  }
}
