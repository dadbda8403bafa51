package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Something that a replica is to do, and may be asked again.
 *
 * @param <T> what comes of it
 */
interface Work<T> {

  /** What it takes. */
  enum Load {
    /** The model reads and writes. */
    MODEL,
    /** The server looks something up. */
    INQUIRY
  }

  Load load();

  /** What it is about, for the choice of a replica. */
  String affinity();

  /** Tokens that it keeps in flight. */
  long tokens();

  /**
   * Does it once.
   *
   * @param tokensAhead tokens in flight on this replica, these included
   * @return fails with a {@link org.unabridged.inference.remote.dialect.ServerFailure}; cancelling
   *     it breaks it off
   */
  CompletableFuture<T> start(URI replica, long tokensAhead);

  /** How much was done, in tokens of reading. */
  double amount(T result);
}
