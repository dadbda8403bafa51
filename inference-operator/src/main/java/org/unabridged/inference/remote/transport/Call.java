package org.unabridged.inference.remote.transport;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ServerFailure;

/**
 * One piece of work until it is done, fails for good, or is taken back: choosing a replica, waiting
 * for a place, trying again. Its steps follow one another, each on whatever thread ended the last.
 *
 * @param <T> what comes of the work
 */
final class Call<T> {
  private final Work<T> work;
  private final RetryPolicy policy;
  private final Scheduler scheduler;
  private final List<Replica> order;
  private final long started;
  private final CompletableFuture<Completed<T>> result = new CompletableFuture<>();
  private final Set<Replica> lost = new HashSet<>();
  private int attempts;
  private @Nullable Long waitingSince;
  private volatile Scheduler.Cancellation step = () -> {};

  /**
   * Work that is done.
   *
   * @param value what came of it
   * @param replica who did it
   * @param attempts requests sent, at least 1
   * @param queued from the call until the last of them was sent
   */
  record Completed<T>(T value, Replica replica, int attempts, Duration queued) {}

  Call(Work<T> work, List<Replica> replicas, RetryPolicy policy, Scheduler scheduler) {
    this.work = work;
    this.policy = policy;
    this.scheduler = scheduler;
    this.order = Rendezvous.order(replicas, work.affinity());
    this.started = scheduler.nanos();
  }

  /** Begins; cancelling what is returned takes the work back. */
  CompletableFuture<Completed<T>> start() {
    result.whenComplete((value, failure) -> step.cancel());
    choose();
    return result;
  }

  /**
   * The first replica in order that is up and has not just been lost, else any that may be tried.
   */
  private void choose() {
    List<Replica> up = order.stream().filter(replica -> replica.breaker().isClosed()).toList();
    Replica kept = up.stream().filter(replica -> !lost.contains(replica)).findFirst().orElse(null);
    if (kept != null || !up.isEmpty()) {
      // it may wait long for a place there, which is no outage
      waitingSince = null;
      queue(kept == null ? up.get(0) : kept);
      return;
    }
    Duration wait = null;
    for (Replica replica : order) {
      Duration until = replica.breaker().tryPass();
      if (until.isZero()) {
        queuePassed(replica);
        return;
      }
      wait = wait == null || until.compareTo(wait) < 0 ? until : wait;
    }
    waitOut(wait == null ? policy.breakerPause() : wait);
  }

  private void waitOut(Duration wait) {
    long now = scheduler.nanos();
    long since = waitingSince == null ? now : waitingSince;
    waitingSince = since;
    if (now - since >= policy.outage().toNanos()) {
      String names = order.size() == 1 ? Addresses.name(order.get(0).address()) : "every replica";
      fail(
          ServerFailure.of(
              FailureKind.UNREACHABLE,
              "%s has kept failing for %d s".formatted(names, policy.outage().toSeconds())));
      return;
    }
    later(wait.plus(jittered(policy.firstPause())));
  }

  /** Waits for a place on a replica that is up; it may be down when there is one. */
  private void queue(Replica replica) {
    take(
        replica,
        permit -> {
          if (replica.breaker().tryPass().isZero()) {
            send(replica, permit);
          } else {
            permit.free();
            choose();
          }
        });
  }

  /** Waits for a place as the one request that tries a replica. */
  private void queuePassed(Replica replica) {
    CompletableFuture<Admission.Permit> permit = take(replica, given -> send(replica, given));
    permit.whenComplete(
        (given, failure) -> {
          if (failure != null) {
            replica.breaker().abandoned();
          }
        });
  }

  private interface Next {
    void with(Admission.Permit permit);
  }

  private CompletableFuture<Admission.Permit> take(Replica replica, Next next) {
    CompletableFuture<Admission.Permit> place =
        replica.admission(work.load()).acquire(work.tokens());
    cancelWith(place);
    place.thenAccept(
        permit -> {
          if (result.isDone()) {
            replica.breaker().abandoned();
            permit.free();
          } else {
            next.with(permit);
          }
        });
    return place;
  }

  private void send(Replica replica, Admission.Permit permit) {
    waitingSince = null;
    attempts++;
    CompletableFuture<T> attempt = work.start(replica.address(), permit.tokensAhead());
    cancelWith(attempt);
    attempt.whenComplete(
        (value, thrown) -> {
          if (thrown == null) {
            succeed(value, replica, permit);
          } else {
            recover(thrown, replica, permit);
          }
        });
  }

  private void succeed(T value, Replica replica, Admission.Permit permit) {
    replica.breaker().succeeded();
    permit.finished(work.amount(value));
    Duration queued = Duration.ofNanos(permit.since() - started);
    result.complete(new Completed<>(value, replica, attempts, queued));
  }

  private void recover(Throwable thrown, Replica replica, Admission.Permit permit) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (!(cause instanceof ServerFailure failure)) {
      replica.breaker().abandoned();
      permit.free();
      result.completeExceptionally(cause == null ? thrown : cause);
      return;
    }
    replica.learn(failure);
    Duration asked = failure.retryAfter();
    if (asked != null && asked.compareTo(policy.outage()) <= 0) {
      replica.pause(asked);
    }
    permit.failed(failure);
    if (mayRetry(failure)) {
      replica.retried();
      if (isLoss(failure)) {
        lost.add(replica);
      }
      later(pause().plus(asked == null ? Duration.ZERO : asked));
    } else {
      fail(failure);
    }
  }

  private boolean mayRetry(ServerFailure failure) {
    Duration asked = failure.retryAfter();
    return failure.kind().isRetryable()
        && attempts < policy.attempts()
        && (asked == null || asked.compareTo(policy.outage()) <= 0);
  }

  /** What another replica may do better; the cache of this one is not worth waiting for it. */
  private boolean isLoss(ServerFailure failure) {
    if (lost.size() == order.size() - 1) {
      lost.clear();
      return false;
    }
    return failure.kind() == FailureKind.UNREACHABLE || failure.kind() == FailureKind.TIMED_OUT;
  }

  private Duration pause() {
    Duration bound = policy.firstPause();
    for (int i = 1; i < attempts && bound.compareTo(policy.longestPause()) < 0; i++) {
      bound = bound.multipliedBy(2);
    }
    return jittered(bound.compareTo(policy.longestPause()) < 0 ? bound : policy.longestPause());
  }

  private Duration jittered(Duration bound) {
    return Duration.ofNanos((long) (bound.toNanos() * scheduler.random()));
  }

  private void later(Duration delay) {
    Scheduler.Cancellation timer = scheduler.after(delay, this::choose);
    step = timer;
    if (result.isDone()) {
      timer.cancel();
    }
  }

  private void cancelWith(CompletableFuture<?> running) {
    step = () -> running.cancel(true);
    if (result.isDone()) {
      running.cancel(true);
    }
  }

  private void fail(ServerFailure failure) {
    result.completeExceptionally(failure.afterAttempts(attempts));
  }
}
