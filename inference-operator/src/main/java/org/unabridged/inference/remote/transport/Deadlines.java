package org.unabridged.inference.remote.transport;

import java.time.Duration;

/**
 * How long one request may take.
 *
 * @param first until something of an answer comes
 * @param stall between any two pieces of it
 * @param total until its end
 */
record Deadlines(Duration first, Duration stall, Duration total) {

  /** Only the end counts. */
  static Deadlines whole(Duration total) {
    return new Deadlines(total, total, total);
  }
}
