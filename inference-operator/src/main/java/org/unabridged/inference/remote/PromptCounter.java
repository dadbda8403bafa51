package org.unabridged.inference.remote;

import java.util.concurrent.CompletableFuture;
import org.unabridged.inference.remote.dialect.ServerRequest;

/** Counts the tokens of prompts before they are sent. Implementations are thread-safe. */
interface PromptCounter {

  /**
   * Tokens of a request's prompt, the chat template included; fails with a {@link
   * org.unabridged.inference.remote.dialect.ServerFailure} if the server that counts does not
   * answer.
   */
  CompletableFuture<Counted> count(ServerRequest request);
}
