package org.unabridged.inference.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final FakeScheduler scheduler = new FakeScheduler();

  @Test
  void givesPlacesInTheOrderOfAsking() {
    Admission admission = new Admission(new FlowLimits(2, 2, 100), scheduler);
    CompletableFuture<Admission.Permit> first = admission.acquire(1);
    CompletableFuture<Admission.Permit> second = admission.acquire(1);
    CompletableFuture<Admission.Permit> third = admission.acquire(1);
    CompletableFuture<Admission.Permit> fourth = admission.acquire(1);
    assertThat(third).isNotDone();
    second.join().free();
    assertThat(third).isDone();
    assertThat(fourth).isNotDone();
    first.join().free();
    assertThat(fourth).isDone();
  }

  @Test
  void limitsTokensInFlight() {
    Admission admission = new Admission(new FlowLimits(8, 8, 100), scheduler);
    CompletableFuture<Admission.Permit> first = admission.acquire(60);
    CompletableFuture<Admission.Permit> second = admission.acquire(60);
    CompletableFuture<Admission.Permit> small = admission.acquire(1);
    assertThat(second).isNotDone();
    assertThat(small).as("does not overtake").isNotDone();
    first.join().free();
    assertThat(second).isDone();
    assertThat(small).isDone();
    assertThat(small.join().tokensAhead()).isEqualTo(61);
  }

  @Test
  void letsInWhatIsTooLongWhenItIsAlone() {
    Admission admission = new Admission(new FlowLimits(8, 8, 100), scheduler);
    CompletableFuture<Admission.Permit> small = admission.acquire(1);
    CompletableFuture<Admission.Permit> huge = admission.acquire(1000);
    assertThat(huge).isNotDone();
    small.join().free();
    assertThat(huge).isDone();
  }

  @Test
  void passesOverWhoHasGoneAway() {
    Admission admission = new Admission(new FlowLimits(1, 1, 100), scheduler);
    CompletableFuture<Admission.Permit> first = admission.acquire(1);
    admission.acquire(1).cancel(true);
    CompletableFuture<Admission.Permit> third = admission.acquire(1);
    first.join().free();
    assertThat(third).isDone();
  }

  @Test
  void givesNothingDuringAPause() {
    Admission admission = new Admission(new FlowLimits(1, 1, 100), scheduler);
    admission.pause(Duration.ofSeconds(5));
    CompletableFuture<Admission.Permit> first = admission.acquire(1);
    scheduler.advance(Duration.ofMillis(4_999));
    assertThat(first).isNotDone();
    scheduler.advance(Duration.ofMillis(1));
    assertThat(first).isDone();
  }

  /** While one is told of its place, which may take long, others end and are followed at once. */
  @Test
  void measuresTheServerWhileItTellsOfPlaces() {
    Admission admission = new Admission(new FlowLimits(2, 64, 1_000), scheduler);
    Admission.Permit first = admission.acquire(1).join();
    Admission.Permit second = admission.acquire(1).join();
    Deque<Admission.Permit> told = new ArrayDeque<>();
    for (int i = 0; i < 100; i++) {
      admission
          .acquire(1)
          .thenAccept(
              permit -> {
                told.add(permit);
                if (told.size() == 2) {
                  told.remove().finished(1);
                  told.remove().finished(1);
                }
              });
    }
    first.free();
    second.free();
    assertThat(admission.limit()).isGreaterThan(2);
  }
}
