package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.Capability;
import org.unabridged.inference.remote.dialect.Inquiry;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerDescription;
import org.unabridged.inference.remote.dialect.ServerFailure;
import org.unabridged.inference.remote.dialect.ServerProtocol;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.dialect.TokenCount;

/** The replicas of an endpoint as one server. */
final class RoutedServer implements ModelServer {
  private final Endpoint endpoint;
  private final ServerProtocol protocol;
  private final Wire wire;
  private final Scheduler scheduler;
  private final Executor executor;
  private final List<Replica> replicas;
  private final Set<CompletableFuture<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Makes a server.
   *
   * @param executor runs what follows the results, so that it keeps up no other request
   */
  RoutedServer(Endpoint endpoint, Wire wire, Scheduler scheduler, Executor executor) {
    this.endpoint = endpoint;
    this.protocol = ServerProtocol.of(endpoint.dialect(), endpoint.model(), endpoint.window());
    this.wire = wire;
    this.scheduler = scheduler;
    this.executor = executor;
    this.replicas =
        endpoint.replicas().stream()
            .map(address -> new Replica(address, endpoint, scheduler))
            .toList();
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public Set<Capability> capabilities() {
    return endpoint.dialect().capabilities();
  }

  @Override
  public long retries() {
    return replicas.stream().mapToLong(Replica::retries).sum();
  }

  @Override
  public CompletableFuture<ServerAnswer> complete(ServerRequest request) {
    return follow(
        call(new Completion(protocol, request, endpoint, wire, scheduler)),
        completed -> CompletableFuture.completedFuture(answer(completed)));
  }

  private static ServerAnswer answer(Call.Completed<Completion.Timed> completed) {
    Completion.Timed timed = completed.value();
    return new ServerAnswer(
        timed.answer().content(),
        timed.answer().reasoning(),
        timed.answer().finish(),
        timed.answer().usage(),
        timed.answer().model(),
        Addresses.name(completed.replica().address()),
        completed.attempts(),
        completed.queued(),
        timed.firstToken(),
        timed.taken());
  }

  @Override
  public CompletableFuture<TokenCount> countTokens(ServerRequest request) {
    try {
      return inquire(protocol.tokenCount(request), request.affinity(), request.promptTokens());
    } catch (ServerFailure e) {
      return CompletableFuture.failedFuture(e.afterAttempts(0));
    }
  }

  @Override
  public CompletableFuture<ServerDescription> describe() {
    return inquire(protocol.description(), endpoint.model(), 1);
  }

  private <T> CompletableFuture<T> inquire(Inquiry<T> inquiry, String affinity, long tokens) {
    Duration total = endpoint.time().firstToken(tokens);
    InquiryStep step = new InquiryStep(inquiry.call(), affinity, tokens, total, wire, scheduler);
    return follow(
        call(step),
        completed -> {
          Inquiry.Reply<T> reply = inquiry.reply(completed.value());
          if (reply instanceof Inquiry.Ask<T> ask) {
            return inquire(ask.next(), affinity, tokens);
          }
          return CompletableFuture.completedFuture(((Inquiry.Done<T>) reply).value());
        });
  }

  private <T> CompletableFuture<Call.Completed<T>> call(Work<T> work) {
    return new Call<>(work, replicas, endpoint.retry(), scheduler).start();
  }

  /** What comes after a call, as one thing that can be taken back. */
  private <A, B> CompletableFuture<B> follow(
      CompletableFuture<A> call, Function<A, CompletableFuture<B>> next) {
    CompletableFuture<B> result = new CompletableFuture<>();
    running.add(result);
    result.whenComplete(
        (value, failure) -> {
          running.remove(result);
          call.cancel(true);
        });
    call.whenCompleteAsync((value, failure) -> proceed(value, failure, next, result), executor);
    if (closed) {
      result.cancel(true);
    }
    return result;
  }

  private static <A, B> void proceed(
      @Nullable A value,
      @Nullable Throwable failure,
      Function<A, CompletableFuture<B>> next,
      CompletableFuture<B> result) {
    if (failure != null || value == null) {
      result.completeExceptionally(
          failure == null ? new IllegalStateException("a call without a value") : failure);
      return;
    }
    try {
      CompletableFuture<B> following = next.apply(value);
      result.whenComplete((ended, thrown) -> following.cancel(true));
      following.whenComplete((ended, thrown) -> end(ended, thrown, result));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private static <B> void end(
      @Nullable B value, @Nullable Throwable failure, CompletableFuture<B> result) {
    if (failure instanceof CancellationException) {
      result.cancel(true);
    } else if (failure != null) {
      result.completeExceptionally(failure);
    } else {
      result.complete(value);
    }
  }

  @Override
  public CompletableFuture<List<ReplicaHealth>> health() {
    List<CompletableFuture<ReplicaHealth>> each =
        endpoint.replicas().stream().map(this::health).toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
        .thenApply(nothing -> each.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<ReplicaHealth> health(URI replica) {
    Duration total = endpoint.time().connect().plus(endpoint.time().stall());
    Attempt<byte[]> attempt =
        Attempt.start(
            wire, replica, protocol.health(), new BytesReader(), scheduler, Deadlines.whole(total));
    return attempt
        .result()
        .handle(
            (value, failure) -> {
              if (failure != null && !(failure instanceof ServerFailure)) {
                throw new IllegalStateException("asking for health", failure);
              }
              return new ReplicaHealth(replica, attempt.taken(), (ServerFailure) failure);
            });
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(running).forEach(result -> result.cancel(true));
  }
}
