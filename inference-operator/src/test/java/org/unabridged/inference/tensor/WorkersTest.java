package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

  @Test
  void doesEveryTaskOnce() {
    try (Workers workers = new Workers(4);
        Workers.Lease lease = workers.lease()) {
      for (int count = 0; count < 200; count++) {
        AtomicIntegerArray done = new AtomicIntegerArray(count);
        lease.run(count, (task, worker) -> done.incrementAndGet(task));
        for (int task = 0; task < count; task++) {
          assertThat(done.get(task)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void givesALoneCallerAllThreads() {
    try (Workers workers = new Workers(3);
        Workers.Lease lease = workers.lease()) {
      CountDownLatch allAtOnce = new CountDownLatch(3);
      // returns only if three threads are inside at the same time
      lease.run(
          3,
          (task, worker) -> {
            allAtOnce.countDown();
            await(allAtOnce);
          });
    }
  }

  @Test
  void neverComputesOnMoreThreadsThanAllowedAndNeverTwiceForOneWorker()
      throws ExecutionException, InterruptedException {
    AtomicInteger computing = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (Workers workers = new Workers(3)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int call = 0; call < 8; call++) {
        calls.add(
            callers.submit(
                () -> {
                  try (Workers.Lease lease = workers.lease()) {
                    AtomicIntegerArray busy = new AtomicIntegerArray(lease.workers());
                    for (int step = 0; step < 50; step++) {
                      lease.run(
                          7,
                          (task, worker) -> {
                            most.accumulateAndGet(computing.incrementAndGet(), Math::max);
                            assertThat(busy.incrementAndGet(worker)).isEqualTo(1);
                            Thread.onSpinWait();
                            busy.decrementAndGet(worker);
                            computing.decrementAndGet();
                          });
                    }
                  }
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdown();
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void throwsWhatATaskThrowsAndGoesOnAfterwards() {
    try (Workers workers = new Workers(2);
        Workers.Lease lease = workers.lease()) {
      assertThatThrownBy(
              () ->
                  lease.run(
                      10,
                      (task, worker) -> {
                        if (task == 5) {
                          throw new IllegalStateException("task 5");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task 5");
      AtomicInteger done = new AtomicInteger();
      lease.run(10, (task, worker) -> done.incrementAndGet());
      assertThat(done.get()).isEqualTo(10);
    }
  }

  @Test
  void refusesToComputeOnNoThread() {
    assertThatThrownBy(() -> new Workers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1, not 0");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
