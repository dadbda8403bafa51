package org.unabridged.inference.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ServerFailure;

class CallTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          4,
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          3,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));

  private final FakeScheduler scheduler = new FakeScheduler();

  @Test
  void pausesEvenlyBetweenZeroAndTheDoubledBound() {
    for (double draw : new double[] {0, 0.25, 0.999}) {
      scheduler.draws(draw);
      Script script = new Script();
      CompletableFuture<?> call = call(script, replicas(1));
      for (double bound : new double[] {2, 4, 6}) {
        script.fail(FailureKind.OVERLOADED);
        Duration pause = Duration.ofNanos((long) (bound * 1e9 * draw));
        assertThat(scheduler.next()).isEqualTo(pause);
        scheduler.advance(pause);
      }
      script.succeed();
      assertThat(call).isCompleted();
      assertThat(script.sent).hasSize(4);
    }
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    Script script = new Script();
    CompletableFuture<?> call = call(script, replicas(1));
    for (int i = 0; i < 4; i++) {
      script.fail(FailureKind.OVERLOADED);
      scheduler.advance(Duration.ofSeconds(6));
    }
    assertThat(script.sent).hasSize(4);
    ServerFailure failure = failure(call);
    assertThat(failure.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(failure.attempts()).isEqualTo(4);
    assertThat(failure).hasMessage("it failed (4 attempts)");
  }

  @Test
  void repeatsNothingThatCanNotHelp() {
    for (FailureKind kind : FailureKind.values()) {
      Script script = new Script();
      CompletableFuture<?> call = call(script, replicas(1));
      script.fail(kind);
      assertThat(call.isDone()).as("%s", kind).isEqualTo(!kind.isRetryable());
    }
  }

  @Test
  void waitsAsLongAsTheServerAsksAndSendsItNothingElse() {
    Script script = new Script();
    List<Replica> replicas = replicas(1);
    call(script, replicas);
    script.failWith(
        ServerFailure.ofStatus(FailureKind.OVERLOADED, 429, "busy")
            .withRetryAfter(Duration.ofSeconds(30)));
    Script other = new Script();
    call(other, replicas);
    scheduler.advance(Duration.ofMillis(29_900));
    assertThat(script.sent).hasSize(1);
    assertThat(other.sent).isEmpty();
    scheduler.advance(Duration.ofSeconds(2));
    assertThat(script.sent).hasSize(2);
    assertThat(other.sent).hasSize(1);
  }

  @Test
  void givesUpWhereTheServerAsksForTooLong() {
    Script script = new Script();
    CompletableFuture<?> call = call(script, replicas(1));
    script.failWith(
        ServerFailure.ofStatus(FailureKind.OVERLOADED, 429, "busy")
            .withRetryAfter(Duration.ofSeconds(61)));
    assertThat(failure(call).retryAfter()).isEqualTo(Duration.ofSeconds(61));
  }

  @Test
  void leavesAReplicaAloneThatKeepsFailingThenTriesItWithOneRequest() {
    List<Replica> replicas = replicas(1);
    List<Script> scripts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      scripts.add(new Script());
      call(scripts.get(i), replicas);
    }
    scripts.forEach(script -> script.fail(FailureKind.SERVER_ERROR));
    Script late = new Script();
    call(late, replicas);
    scheduler.advance(Duration.ofMillis(9_900));
    assertThat(late.sent).isEmpty();
    assertThat(scripts).allSatisfy(script -> assertThat(script.sent).hasSize(1));
    scheduler.advance(Duration.ofSeconds(3));
    scripts.add(late);
    assertThat(scripts.stream().mapToInt(script -> script.sent.size()).sum())
        .as("one tries it")
        .isEqualTo(4);
    scripts.stream().filter(Script::isRunning).findFirst().orElseThrow().succeed();
    scheduler.advance(Duration.ofSeconds(20));
    assertThat(scripts).allMatch(script -> script.sent.size() >= 1);
    assertThat(scripts.stream().filter(Script::isRunning)).hasSize(3);
  }

  @Test
  void failsWhenAnOutageLastsTooLong() {
    List<Replica> replicas = replicas(1);
    Script script = new Script();
    CompletableFuture<?> call = call(script, replicas);
    for (int i = 0; i < 3; i++) {
      replicas.get(0).breaker().failed();
    }
    script.fail(FailureKind.UNREACHABLE);
    Script probe = new Script();
    probe.failsAtOnce = true;
    CompletableFuture<?> other = null;
    for (int i = 0; i < 40 && !call.isDone(); i++) {
      scheduler.advance(Duration.ofSeconds(3));
      if (other == null || other.isDone()) {
        other = call(probe, replicas);
      }
      if (script.isRunning()) {
        script.fail(FailureKind.UNREACHABLE);
      }
    }
    assertThat(failure(call).kind()).isEqualTo(FailureKind.UNREACHABLE);
  }

  @Test
  void staysWithOneReplicaAndLeavesItOnlyWhenItIsLost() {
    List<Replica> replicas = replicas(3);
    Script script = new Script();
    CompletableFuture<?> call = call(script, replicas);
    script.fail(FailureKind.SERVER_ERROR);
    scheduler.advance(Duration.ofSeconds(10));
    script.fail(FailureKind.UNREACHABLE);
    scheduler.advance(Duration.ofSeconds(10));
    script.succeed();
    assertThat(call).isCompleted();
    assertThat(script.sent.get(1)).isEqualTo(script.sent.get(0));
    assertThat(script.sent.get(2)).isNotEqualTo(script.sent.get(0));
    Script again = new Script();
    call(again, replicas);
    assertThat(again.sent).containsExactly(script.sent.get(0));
  }

  @Test
  void goesToAnotherReplicaWhileOneIsLeftAlone() {
    List<Replica> replicas = replicas(2);
    Script first = new Script();
    call(first, replicas);
    Replica down =
        replicas.stream()
            .filter(replica -> replica.address().equals(first.sent.get(0)))
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < 3; i++) {
      down.breaker().failed();
    }
    Script second = new Script();
    call(second, replicas);
    assertThat(second.sent).doesNotContain(down.address()).hasSize(1);
  }

  @Test
  void takesBackWhatWaitsAndWhatRuns() {
    List<Replica> replicas = replicas(1);
    List<Script> scripts = new ArrayList<>();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < FlowLimits.FIRST_REQUESTS + 2; i++) {
      scripts.add(new Script());
      calls.add(call(scripts.get(i), replicas));
    }
    Script waiting = scripts.get(FlowLimits.FIRST_REQUESTS);
    Script last = scripts.get(FlowLimits.FIRST_REQUESTS + 1);
    assertThat(waiting.sent).isEmpty();
    calls.get(FlowLimits.FIRST_REQUESTS).cancel(true);
    calls.get(0).cancel(true);
    assertThat(scripts.get(0).running.isCancelled()).isTrue();
    assertThat(waiting.sent).isEmpty();
    assertThat(last.sent).as("has the place").hasSize(1);
  }

  @Test
  void keepsTheCallsApartWhenAllFailAtOnce() {
    List<Replica> replicas = replicas(1);
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      Script script = new Script();
      script.failsAtOnce = true;
      calls.add(call(script, replicas));
    }
    assertThat(calls).allMatch(CompletableFuture::isCompletedExceptionally);
  }

  private CompletableFuture<?> call(Script script, List<Replica> replicas) {
    return new Call<>(script, replicas, POLICY, scheduler).start();
  }

  private List<Replica> replicas(int count) {
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      URI address = URI.create("http://replica-" + i + ":8000");
      Endpoint endpoint = Endpoint.of(address, Dialect.VLLM, "m", 10).withRetry(POLICY);
      replicas.add(new Replica(address, endpoint, scheduler));
    }
    return replicas;
  }

  private static ServerFailure failure(CompletableFuture<?> call) {
    assertThat(call).isCompletedExceptionally();
    return (ServerFailure) call.handle((value, failure) -> failure).join();
  }

  /** Work that ends as the test says. */
  private static final class Script implements Work<String> {
    private final List<URI> sent = new ArrayList<>();
    private CompletableFuture<String> running = new CompletableFuture<>();
    private boolean failsAtOnce;

    @Override
    public Load load() {
      return Load.MODEL;
    }

    @Override
    public String affinity() {
      return "document";
    }

    @Override
    public long tokens() {
      return 10;
    }

    @Override
    public CompletableFuture<String> start(URI replica, long tokensAhead) {
      sent.add(replica);
      running = new CompletableFuture<>();
      if (failsAtOnce) {
        fail(FailureKind.FORBIDDEN_HOST);
      }
      return running;
    }

    @Override
    public double amount(String result) {
      return 1;
    }

    boolean isRunning() {
      return !sent.isEmpty() && !running.isDone();
    }

    void succeed() {
      running.complete("done");
    }

    void fail(FailureKind kind) {
      failWith(ServerFailure.of(kind, "it failed"));
    }

    void failWith(ServerFailure failure) {
      running.completeExceptionally(failure);
    }
  }
}
