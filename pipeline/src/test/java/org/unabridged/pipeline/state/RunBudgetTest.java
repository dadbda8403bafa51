package org.unabridged.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.Usage;

class RunBudgetTest {
  private static final Instant START = Instant.parse("2026-11-23T22:00:00Z");

  private final SetClock clock = new SetClock();

  @Test
  void admitsEverythingWithoutLimits() {
    RunBudget budget = RunBudget.unlimited();

    assertThat(budget.admit(Long.MAX_VALUE / 2)).isNull();
    assertThat(budget.exhausted()).isNull();
  }

  @Test
  void admitsNothingAfterTheDeadline() {
    RunBudget budget = new RunBudget(clock, START.plusSeconds(60), null);
    assertThat(budget.admit(1)).isNull();
    clock.now = START.plusSeconds(60);

    assertThat(budget.admit(1)).startsWith("the deadline at ").endsWith(" had passed");
    assertThat(budget.exhausted()).isNotNull();
  }

  @Test
  void admitsNothingThatWouldEndAfterTheDeadline() {
    RunBudget budget = new RunBudget(clock, START.plusSeconds(60), null);
    assertThat(budget.admit(100)).isNull();
    budget.ended(100, Duration.ofSeconds(10), Usage.none());
    clock.now = START.plusSeconds(40);

    assertThat(budget.admit(201)).startsWith("it would have lasted beyond the deadline at ");
    assertThat(budget.admit(200)).isNull();
  }

  @Test
  void countsWhatIsInFlightAgainstTheMoney() {
    RunBudget budget = new RunBudget(clock, null, 1.0);
    assertThat(budget.admit(100)).isNull();
    budget.ended(100, Duration.ofSeconds(1), cost(0.25));

    assertThat(budget.admit(200)).as("0.25 spent, 0.50 expected").isNull();
    assertThat(budget.admit(200))
        .isEqualTo("it would have cost more than is left of 1.00 (0.25 are spent)");
    assertThat(budget.admit(100)).as("0.25 are left").isNull();
  }

  /** Work on several workers that speaks of its length, but lasts and costs what it will. */
  @Test
  void exceedsNoLimitByMoreThanWhatIsInFlight() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      Instant deadline = random.nextInt(4) == 0 ? null : START.plusSeconds(random.nextInt(2_000));
      Double maxCost = random.nextInt(4) == 0 ? null : random.nextInt(200) / 10.0;
      clock.now = START;
      new Simulation(random, 1 + random.nextInt(8), deadline, maxCost).run("seed " + seed);
    }
  }

  private final class Simulation {
    private final Random random;
    private final int workers;
    private final @Nullable Instant deadline;
    private final @Nullable Double maxCost;
    private final RunBudget budget;
    private final PriorityQueue<Work> inFlight =
        new PriorityQueue<>(Comparator.comparing(Work::end));

    Simulation(Random random, int workers, @Nullable Instant deadline, @Nullable Double maxCost) {
      this.random = random;
      this.workers = workers;
      this.deadline = deadline;
      this.maxCost = maxCost;
      this.budget = new RunBudget(clock, deadline, maxCost);
    }

    private record Work(long characters, Instant start, Instant end, double cost) {}

    void run(String name) {
      for (int i = 0; i < 300; i++) {
        long characters = 1 + random.nextInt(50_000);
        while (inFlight.size() == workers) {
          end();
        }
        double before = budget.spent() + inFlight.stream().mapToDouble(Work::cost).sum();
        if (budget.admit(characters) == null) {
          assertThat(deadline == null || clock.now.isBefore(deadline)).as(name).isTrue();
          assertThat(maxCost == null || budget.spent() < maxCost).as(name).isTrue();
          start(characters);
        }
        double inFlightNow = inFlight.stream().mapToDouble(Work::cost).sum();
        assertThat(before).as(name).isLessThanOrEqualTo(budget.spent() + inFlightNow + 1e-9);
      }
      while (!inFlight.isEmpty()) {
        end();
      }
    }

    private void start(long characters) {
      double factor = 0.5 + random.nextDouble();
      Instant end = clock.now.plusMillis((long) (characters * factor));
      inFlight.add(new Work(characters, clock.now, end, characters * factor / 100_000));
    }

    private void end() {
      Work work = inFlight.remove();
      clock.now = work.end();
      budget.ended(
          work.characters(), Duration.between(work.start(), work.end()), cost(work.cost()));
    }
  }

  private static Usage cost(double amount) {
    return new Usage(0, null, 0, 0, amount);
  }

  private static final class SetClock extends Clock {
    private Instant now = START;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
