package org.unabridged.inference.remote.transport;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.unabridged.inference.remote.dialect.Capability;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerDescription;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.dialect.TokenCount;

/**
 * A model on a server, or on several that are alike. Calls return at once; what they return
 * completes exceptionally with a {@link org.unabridged.inference.remote.dialect.ServerFailure} and
 * nothing else, or is cancelled. Cancelling what a call returned takes its request back: one that
 * waits is not sent, one that runs is broken off. Thread-safe.
 */
public interface ModelServer extends AutoCloseable {

  /** Where it is. */
  Endpoint endpoint();

  /** What its dialect can do; see {@link Capability}. */
  Set<Capability> capabilities();

  /**
   * Asks the model. The request waits for a free place on its replica, in the order of calls, and
   * is repeated where that can help.
   */
  CompletableFuture<ServerAnswer> complete(ServerRequest request);

  /**
   * Counts the tokens of the request's prompt, chat template included, without running the model.
   * Fails as unsupported where the dialect or this server has no such call.
   */
  CompletableFuture<TokenCount> countTokens(ServerRequest request);

  /** Asks one replica about itself. */
  CompletableFuture<ServerDescription> describe();

  /** Asks each replica once whether it is there and ready; one that is not is no exception. */
  CompletableFuture<List<ReplicaHealth>> health();

  /** How many requests failed so far and were sent again. */
  long retries();

  /** Breaks off what is running; what waits is cancelled. */
  @Override
  void close();
}
