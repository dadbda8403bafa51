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
  // those that have a place but were not told yet
  private final Queue<Permit> granted = new ArrayDeque<>();
  private final AtomicInteger telling = new AtomicInteger();
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
      grant();
    }
    tell();
    return permit;
  }

  /** Gives no places for that long. */
  void pause(Duration duration) {
    synchronized (this) {
      pausedUntil = Math.max(pausedUntil, scheduler.nanos() + duration.toNanos());
    }
    scheduler.after(
        duration,
        () -> {
          synchronized (this) {
            grant();
          }
          tell();
        });
  }

  /** Requests that may be in flight now. */
  synchronized int limit() {
    return search.limit();
  }

  /** A place that is free is taken at once: how many are is what the search goes by. */
  private void grant() {
    for (Permit permit = next(); permit != null; permit = next()) {
      granted.add(permit);
    }
  }

  private @Nullable Permit next() {
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

  /** Whoever comes first tells all, those of others who come meanwhile too: calls do not nest. */
  private void tell() {
    if (telling.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = telling.get();
      for (Permit permit = taken(); permit != null; permit = taken()) {
        if (!permit.waiting.complete(permit)) {
          permit.free();
        }
      }
    } while (telling.addAndGet(-seen) > 0);
  }

  private synchronized @Nullable Permit taken() {
    return granted.poll();
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
        leave();
      }
      tell();
    }

    /** The request failed. */
    void failed(ServerFailure failure) {
      boolean overload =
          failure.kind() == FailureKind.OVERLOADED || failure.kind() == FailureKind.TIMED_OUT;
      synchronized (Admission.this) {
        if (overload) {
          int older = failure.kind() == FailureKind.OVERLOADED ? running.headSet(number).size() : 0;
          search.overloaded(older, since, scheduler.nanos());
        }
        leave();
      }
      tell();
    }

    /** The request was taken back, or never sent. */
    void free() {
      synchronized (Admission.this) {
        leave();
      }
      tell();
    }

    private void leave() {
      running.remove(number);
      tokens -= own;
      grant();
    }
  }
}
