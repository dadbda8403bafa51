package org.unabridged.ingestion.tika;

import java.util.concurrent.TimeUnit;
import org.apache.tika.pipes.PipesServer;

/** Ends the parser's process when a parse makes no progress. Lives in that process. */
final class ForkProgress {
  static final String STALL_PROPERTY = "unabridged.parser.stallMillis";

  private static final long CHECKS_PER_LIMIT = 10;

  private static volatile long lastStep;
  private static volatile boolean parsing;

  private ForkProgress() {}

  static void watch() {
    long limit = Long.getLong(STALL_PROPERTY, 0);
    if (limit > 0) {
      Thread watchdog = new Thread(() -> endWhenStalled(limit), "stall watchdog");
      watchdog.setDaemon(true);
      watchdog.start();
    }
  }

  static void step() {
    lastStep = System.nanoTime();
    parsing = true;
  }

  static void finished() {
    parsing = false;
  }

  private static void endWhenStalled(long limitMillis) {
    while (true) {
      if (parsing && TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastStep) > limitMillis) {
        Runtime.getRuntime().halt(PipesServer.TIMEOUT_EXIT_CODE);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(Math.max(1, limitMillis / CHECKS_PER_LIMIT));
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
