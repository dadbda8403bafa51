package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.unabridged.inference.remote.dialect.ChatAnswer;
import org.unabridged.inference.remote.dialect.Delivery;
import org.unabridged.inference.remote.dialect.ServerCall;
import org.unabridged.inference.remote.dialect.ServerProtocol;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.dialect.ServerUsage;

/** An answer of the model to one request. */
final class Completion implements Work<Completion.Timed> {

  /**
   * What writing a token costs beside reading one: a graphics card in a large batch writes some
   * hundred to a thousand and reads some thousand to ten thousand a second.
   */
  private static final double WRITING = 8;

  private final ServerProtocol protocol;
  private final ServerRequest request;
  private final ServerCall call;
  private final Endpoint endpoint;
  private final Wire wire;
  private final Scheduler scheduler;

  /** An answer and how long it took. */
  record Timed(ChatAnswer answer, Duration firstToken, Duration taken) {}

  Completion(
      ServerProtocol protocol,
      ServerRequest request,
      Endpoint endpoint,
      Wire wire,
      Scheduler scheduler) {
    this.protocol = protocol;
    this.request = request;
    this.call = protocol.completion(request, endpoint.delivery());
    this.endpoint = endpoint;
    this.wire = wire;
    this.scheduler = scheduler;
  }

  @Override
  public Load load() {
    return Load.MODEL;
  }

  @Override
  public String affinity() {
    return request.affinity();
  }

  @Override
  public long tokens() {
    return request.promptTokens() + request.maxOutputTokens();
  }

  @Override
  public CompletableFuture<Timed> start(URI replica, long tokensAhead) {
    Attempt<ChatAnswer> attempt =
        Attempt.start(
            wire,
            replica,
            call,
            new AnswerReader(protocol.answer(request)),
            scheduler,
            deadlines(tokensAhead));
    CompletableFuture<Timed> timed =
        attempt
            .result()
            .thenApply(answer -> new Timed(answer, attempt.firstToken(), attempt.taken()));
    timed.whenComplete((value, failure) -> attempt.result().cancel(true));
    return timed;
  }

  /** A server that reads one prompt after the other reads all of ours first. */
  private Deadlines deadlines(long tokensAhead) {
    TimeLimits limits = endpoint.time();
    Duration total = limits.total(tokensAhead, request.maxOutputTokens());
    return endpoint.delivery() == Delivery.WHOLE
        ? Deadlines.whole(total)
        : new Deadlines(limits.firstToken(tokensAhead), limits.stall(), total);
  }

  @Override
  public double amount(Timed result) {
    ServerUsage usage = result.answer().usage();
    Long prompt = usage.promptTokens();
    Long cached = usage.cachedTokens();
    Long written = usage.completionTokens();
    double read = prompt == null ? request.promptTokens() : prompt;
    double unread = cached == null ? 0 : Math.min(cached, read);
    return 1 + read - unread + WRITING * (written == null ? 0 : written);
  }
}
