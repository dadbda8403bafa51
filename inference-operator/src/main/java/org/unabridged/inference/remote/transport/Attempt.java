package org.unabridged.inference.remote.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ReportedFailure;
import org.unabridged.inference.remote.dialect.ServerCall;
import org.unabridged.inference.remote.dialect.ServerFailure;

/**
 * One request to one replica, on the clock. Ends with a {@link ServerFailure} or with what the
 * reader made of the reply.
 *
 * @param <T> what the reply is read as
 */
final class Attempt<T> implements Wire.Receiver {

  /** Most bytes of a failure's body that are looked at. */
  private static final int LONGEST_REPORT = 64 << 10;

  private final URI replica;
  private final ReplyReader<T> reader;
  private final Scheduler scheduler;
  private final Deadlines deadlines;
  private final long started;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final ByteArrayOutputStream report = new ByteArrayOutputStream(0);
  private int status;
  private @Nullable Duration retryAfter;
  private Scheduler.Cancellation timer = () -> {};
  private volatile long events;
  private volatile long progressed;
  private volatile long firstText;

  private Attempt(URI replica, ReplyReader<T> reader, Scheduler scheduler, Deadlines deadlines) {
    this.replica = replica;
    this.reader = reader;
    this.scheduler = scheduler;
    this.deadlines = deadlines;
    this.started = scheduler.nanos();
    this.progressed = started;
  }

  /** Sends the call. */
  static <T> Attempt<T> start(
      Wire wire,
      URI replica,
      ServerCall call,
      ReplyReader<T> reader,
      Scheduler scheduler,
      Deadlines deadlines) {
    Attempt<T> attempt = new Attempt<>(replica, reader, scheduler, deadlines);
    attempt.send(wire, call);
    return attempt;
  }

  private void send(Wire wire, ServerCall call) {
    CompletableFuture<Void> sending = wire.send(replica, call, this);
    result.whenComplete(
        (value, failure) -> {
          stopWatching();
          sending.cancel(true);
        });
    sending.whenComplete((nothing, failure) -> end(failure));
    watch();
  }

  /** What comes of it; cancelling it breaks the request off. */
  CompletableFuture<T> result() {
    return result;
  }

  /** From sending until something of the answer came; until now if nothing did. */
  Duration firstToken() {
    return Duration.ofNanos((firstText == 0 ? scheduler.nanos() : firstText) - started);
  }

  /** Since sending. */
  Duration taken() {
    return Duration.ofNanos(scheduler.nanos() - started);
  }

  @Override
  public void begin(int newStatus, HttpHeaders headers) {
    status = newStatus;
    if (status == 200) {
      reader.begin(headers.firstValue("Content-Type").orElse(""));
    } else {
      retryAfter = RetryAfter.of(headers);
    }
  }

  @Override
  public void accept(ByteBuffer bytes) {
    if (status != 200) {
      byte[] piece = new byte[Math.min(bytes.remaining(), LONGEST_REPORT - report.size())];
      bytes.get(piece);
      report.write(piece, 0, piece.length);
      return;
    }
    reader.accept(bytes);
    if (reader.events() > events) {
      boolean first = events == 0;
      progressed = scheduler.nanos();
      events = reader.events();
      if (first) {
        // from now on the pause that is allowed is another
        watch();
      }
    }
    if (firstText == 0 && reader.hasText()) {
      firstText = scheduler.nanos();
    }
  }

  private void end(@Nullable Throwable failure) {
    if (result.isDone()) {
      return;
    }
    try {
      if (failure != null) {
        throw failed(failure);
      }
      if (status != 200) {
        throw ReportedFailure.ofStatus(status, report.toByteArray()).withRetryAfter(retryAfter);
      }
      result.complete(reader.finish());
    } catch (ServerFailure e) {
      result.completeExceptionally(e.from(Addresses.name(replica)));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  /** What broke is named by its class alone: messages of the JDK can quote what was sent. */
  private static ServerFailure failed(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ServerFailure reported) {
      return reported;
    }
    String name = cause.getClass().getSimpleName();
    if (cause instanceof SSLException && isUntrusted(cause)) {
      return ServerFailure.of(FailureKind.UNTRUSTED, "its certificate is not trusted");
    }
    if (cause instanceof HttpTimeoutException || cause instanceof IOException) {
      return ServerFailure.of(
          FailureKind.UNREACHABLE, "no connection, or one that broke (" + name + ")");
    }
    if (cause instanceof RuntimeException bug) {
      throw bug;
    }
    throw new IllegalStateException("sending failed: " + name);
  }

  private static boolean isUntrusted(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** Looks whether time is up; when it is not, again when it will be unless something comes. */
  private void watch() {
    if (isLate()) {
      result.completeExceptionally(late().from(Addresses.name(replica)));
    }
  }

  private synchronized boolean isLate() {
    timer.cancel();
    if (result.isDone()) {
      return false;
    }
    long left = left();
    if (left > 0) {
      timer = scheduler.after(Duration.ofNanos(left), this::watch);
    }
    return left <= 0;
  }

  private synchronized void stopWatching() {
    timer.cancel();
  }

  private long left() {
    long now = scheduler.nanos();
    long untilTotal = started + deadlines.total().toNanos() - now;
    Duration pause = events == 0 ? deadlines.first() : deadlines.stall();
    return Math.min(untilTotal, progressed + pause.toNanos() - now);
  }

  private ServerFailure late() {
    String what;
    if (taken().compareTo(deadlines.total()) >= 0) {
      what = "no complete answer within " + deadlines.total().toSeconds() + " s";
    } else if (events == 0) {
      what = "no answer began within " + deadlines.first().toSeconds() + " s";
    } else {
      what = "the answer stalled for " + deadlines.stall().toSeconds() + " s";
    }
    return ServerFailure.of(FailureKind.TIMED_OUT, what);
  }
}
