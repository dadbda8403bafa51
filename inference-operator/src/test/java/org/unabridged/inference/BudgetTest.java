package org.unabridged.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static Budget budget(SpendingLimits limits) {
    return Budget.of(limits, InstantSource.fixed(NOON));
  }

  @Test
  void givesBackWhatWasNotUsed() {
    Budget budget = budget(SpendingLimits.none().withMaxTokens(100L));
    try (Budget.Reservation reservation = budget.reserve(90, 0)) {
      reservation.spend(30, 0);
    }
    assertThat(budget.tokensUsed()).isEqualTo(30);
    budget.reserve(70, 0).close();
    assertThatThrownBy(() -> budget.reserve(71, 0))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessage("up to 71 tokens more would exceed the limit of 100: 30 are used");
  }

  @Test
  void refusesMoneyAndTimeThatAreNotThere() {
    Budget money = budget(SpendingLimits.none().withMaxCost(1.5));
    assertThatThrownBy(() -> money.reserve(1, 1.6)).hasMessageContaining("limit of 1.5000");
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    Budget time = Budget.of(SpendingLimits.none().withDeadline(NOON.plusSeconds(1)), now::get);
    try (Budget.Reservation begun = time.reserve(1, 0)) {
      now.set(NOON.plusSeconds(1));
      assertThatThrownBy(() -> time.reserve(1, 0)).hasMessageContaining("deadline");
      begun.extend(5, 0);
    }
  }

  @Test
  void extendsOnlyWhatFits() {
    Budget budget = budget(SpendingLimits.none().withMaxTokens(10L));
    try (Budget.Reservation reservation = budget.reserve(6, 0)) {
      reservation.extend(4, 0);
      assertThatThrownBy(() -> reservation.extend(1, 0))
          .isInstanceOf(BudgetExhaustedException.class);
    }
    assertThat(budget.tokensUsed()).isZero();
  }

  /** Whatever is in flight at the same time, limits drawn at random are never exceeded. */
  @Test
  void isNeverExceededByManyAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (long seed = 0; seed < 50; seed++) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        long limit = 500 + random.nextLong(3_000);
        Budget budget = budget(SpendingLimits.none().withMaxTokens(limit).withMaxCost(limit / 9.0));
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          long most = 1 + random.nextLong(200);
          long used = random.nextLong(most + 1);
          all.add(threads.submit(() -> spend(budget, most, used)));
        }
        int admitted = 0;
        for (Future<Boolean> each : all) {
          admitted += each.get() ? 1 : 0;
        }
        assertThat(budget.tokensUsed()).as("limit %d", limit).isLessThanOrEqualTo(limit);
        assertThat(budget.costUsed()).isLessThanOrEqualTo(limit / 9.0 + 1e-9);
        assertThat(admitted).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean spend(Budget budget, long most, long used) {
    try (Budget.Reservation reservation = budget.reserve(most, most / 10.0)) {
      Thread.yield();
      reservation.spend(used, used / 10.0);
      return true;
    } catch (BudgetExhaustedException e) {
      return false;
    }
  }
}
