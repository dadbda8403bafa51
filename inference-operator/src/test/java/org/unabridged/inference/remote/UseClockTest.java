package org.unabridged.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UseClockTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong now = new AtomicLong(7 * SECOND);
  private final UseClock clock = new UseClock(now::get);

  private void pass(long seconds) {
    now.addAndGet(seconds * SECOND);
  }

  @Test
  void sharesTheTimeAmongThoseThatGoOn() {
    pass(5);
    UseClock.Use first = clock.begin();
    pass(4);
    UseClock.Use second = clock.begin();
    pass(6);
    assertThat(first.end()).isEqualTo(4 + 6 / 2.0);
    pass(1);
    assertThat(second.end()).isEqualTo(6 / 2.0 + 1);
    pass(100);
    assertThat(clock.seconds()).isEqualTo(11);
  }

  @Test
  void givesAwayAllOfTheTimeAndNoMore() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    Deque<UseClock.Use> open = new ArrayDeque<>();
    double given = 0;
    for (int i = 0; i < 1_000; i++) {
      pass(random.nextInt(4));
      if (open.isEmpty() || random.nextBoolean()) {
        open.add(clock.begin());
      } else {
        given += open.remove().end();
      }
    }
    for (UseClock.Use use : open) {
      given += use.end();
    }
    assertThat(given).as("seed %d", seed).isEqualTo(clock.seconds(), within(1e-6));
  }
}
