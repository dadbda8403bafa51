package org.unabridged.inference.remote.transport;

import java.time.Duration;

/** Time as the transport sees it, so that tests can make it. Thread-safe. */
interface Scheduler {

  /** Nanoseconds since some moment; never goes back. */
  long nanos();

  /** Runs a short task once, after the delay, unless it is cancelled before. */
  Cancellation after(Duration delay, Runnable task);

  /** A draw from [0, 1). */
  double random();

  /** Takes a task back; does nothing once it has run. */
  interface Cancellation {
    void cancel();
  }
}
