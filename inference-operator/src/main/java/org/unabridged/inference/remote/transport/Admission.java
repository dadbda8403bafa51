package org.unabridged.inference.remote.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ServerFailure;

/**
 * Places on one replica, given in the order of asking: nobody overtakes, so that a long request is
 * not starved by short ones. Thread-safe.
 */
final class Admission {
  private final long mostTokens;
  private final Scheduler scheduler;
  private final CapacitySearch search;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final AtomicInteger admitting = new AtomicInteger();
  private final TreeSet<Long> running = new TreeSet<>();
  private long tokens;
  private long nextNumber;
  private long pausedUntil = Long.MIN_VALUE;

  private record Waiting(long tokens, CompletableFuture<Permit> permit) {}

  Admission(FlowLimits limits, Scheduler scheduler) {
    this.mostTokens = limits.mostTokens();
    this.scheduler = scheduler;
    this.search = new CapacitySearch(limits.firstRequests(), limits.mostRequests());
  }

  /**
   * Waits for a place. Cancelling what is returned gives it up; one that was got is to be freed.
   */
  CompletableFuture<Permit> acquire(long forTokens) {
    CompletableFuture<Permit> permit = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(new Waiting(forTokens, permit));
    }
    admit();
    return permit;
  }

  /** Gives no places for that long. */
  void pause(Duration duration) {
    synchronized (this) {
      pausedUntil = Math.max(pausedUntil, scheduler.nanos() + duration.toNanos());
    }
    scheduler.after(duration, this::admit);
  }

  /** Requests that may be in flight now. */
  synchronized int limit() {
    return search.limit();
  }

  /** Whoever comes first gives places for all who come meanwhile, so that calls do not nest. */
  private void admit() {
    if (admitting.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = admitting.get();
      for (Permit permit = admitted(); permit != null; permit = admitted()) {
        if (!permit.waiting.complete(permit)) {
          permit.free();
        }
      }
    } while (admitting.addAndGet(-seen) > 0);
  }

  private synchronized @Nullable Permit admitted() {
    while (!waiting.isEmpty() && waiting.peek().permit().isDone()) {
      waiting.remove();
    }
    if (waiting.isEmpty() || !hasPlace(waiting.peek().tokens())) {
      return null;
    }
    Waiting next = waiting.remove();
    tokens += next.tokens();
    long number = nextNumber++;
    running.add(number);
    return new Permit(number, next.tokens(), tokens, scheduler.nanos(), next.permit());
  }

  private boolean hasPlace(long forTokens) {
    boolean fits = tokens + forTokens <= mostTokens || running.isEmpty();
    return fits && running.size() < search.limit() && scheduler.nanos() >= pausedUntil;
  }

  private boolean isSaturated() {
    return running.size() >= search.limit() && !waiting.isEmpty();
  }

  /** A place. To be freed exactly once, by one of the methods that end it. */
  final class Permit {
    private final long number;
    private final long own;
    private final long ahead;
    private final long since;
    private final CompletableFuture<Permit> waiting;

    private Permit(
        long number, long own, long ahead, long since, CompletableFuture<Permit> waiting) {
      this.number = number;
      this.own = own;
      this.ahead = ahead;
      this.since = since;
      this.waiting = waiting;
    }

    /** Tokens in flight when this place was given, its own among them: what may come before it. */
    long tokensAhead() {
      return ahead;
    }

    /** When the place was given. */
    long since() {
      return since;
    }

    /** The request was answered. */
    void finished(double work) {
      synchronized (Admission.this) {
        if (isSaturated()) {
          search.finished(work, since, scheduler.nanos());
        } else {
          search.idle(since);
        }
      }
      free();
    }

    /** The request failed. */
    void failed(ServerFailure failure) {
      boolean overload =
          failure.kind() == FailureKind.OVERLOADED || failure.kind() == FailureKind.TIMED_OUT;
      if (overload) {
        synchronized (Admission.this) {
          int older = failure.kind() == FailureKind.OVERLOADED ? running.headSet(number).size() : 0;
          search.overloaded(older, since, scheduler.nanos());
        }
      }
      free();
    }

    /** The request was taken back, or never sent. */
    void free() {
      synchronized (Admission.this) {
        running.remove(number);
        tokens -= own;
      }
      admit();
    }
  }
}
