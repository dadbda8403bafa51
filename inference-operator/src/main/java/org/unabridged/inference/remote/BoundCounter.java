package org.unabridged.inference.remote;

import java.util.concurrent.CompletableFuture;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.remote.dialect.ServerRequest;

/** Counts by {@link TokenBound}. */
final class BoundCounter implements PromptCounter {

  /** What templates of any model put around two turns, and more. */
  static final int TEMPLATE_TOKENS = 64;

  @Override
  public CompletableFuture<Counted> count(ServerRequest request) {
    long tokens =
        request.messages().stream()
            .flatMap(message -> message.parts().stream())
            .mapToLong(TokenBound::of)
            .sum();
    return CompletableFuture.completedFuture(
        new Counted(tokens + TEMPLATE_TOKENS, TokenCount.ESTIMATE));
  }
}
