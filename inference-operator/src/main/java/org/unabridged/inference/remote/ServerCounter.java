package org.unabridged.inference.remote;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ServerFailure;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.transport.ModelServer;

/** Lets the server count, and bounds where it can not. */
final class ServerCounter implements PromptCounter {
  private final ModelServer server;
  private final BoundCounter bound = new BoundCounter();
  private volatile boolean cannot;

  ServerCounter(ModelServer server) {
    this.server = server;
  }

  @Override
  public CompletableFuture<Counted> count(ServerRequest request) {
    if (cannot) {
      return bound.count(request);
    }
    return server
        .countTokens(request)
        .thenApply(count -> new Counted(count.tokens(), TokenCount.EXACT))
        .exceptionallyCompose(failure -> otherwise(request, failure));
  }

  private CompletableFuture<Counted> otherwise(ServerRequest request, Throwable thrown) {
    Throwable reason = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (reason instanceof ServerFailure failure) {
      Long told = failure.promptTokens();
      if (failure.kind() == FailureKind.CONTEXT_OVERFLOW && told != null) {
        return CompletableFuture.completedFuture(new Counted(told, TokenCount.EXACT));
      }
      if (failure.kind() == FailureKind.UNSUPPORTED || failure.kind() == FailureKind.NOT_FOUND) {
        cannot = true;
        return bound.count(request);
      }
    }
    return CompletableFuture.failedFuture(reason);
  }
}
