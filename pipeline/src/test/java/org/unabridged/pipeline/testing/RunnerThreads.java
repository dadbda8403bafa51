package org.unabridged.pipeline.testing;

import java.time.Duration;
import java.util.List;

/** The threads of the local runner, which outlive a run that failed while they were at work. */
public final class RunnerThreads {
  private static final String NAME = "direct-runner-worker";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private RunnerThreads() {}

  /** Waits until nothing is written any more, so that folders can be deleted. */
  public static void awaitEnd() throws InterruptedException {
    List<Thread> workers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(NAME))
            .toList();
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Thread worker : workers) {
      worker.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      if (worker.isAlive()) {
        throw new IllegalStateException(worker.getName() + " did not end in " + PATIENCE);
      }
    }
  }
}
