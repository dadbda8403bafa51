package org.unabridged.ingestion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Looks ten times a second at how much memory this process and those it started hold resident. */
public final class PeakMemory implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  private final AtomicLong peak = new AtomicLong();
  private final Thread sampler = new Thread(this::sample, "memory sampler");

  private PeakMemory() {}

  /** Starts looking. */
  public static PeakMemory watch() {
    PeakMemory watch = new PeakMemory();
    watch.sampler.setDaemon(true);
    watch.sampler.start();
    return watch;
  }

  /** The most at one time so far, in megabytes; 0 where the system does not tell (not Linux). */
  public long megabytes() {
    return peak.get() >> 10;
  }

  @Override
  public void close() {
    sampler.interrupt();
  }

  private void sample() {
    try {
      while (true) {
        ProcessHandle self = ProcessHandle.current();
        long kilobytes =
            Stream.concat(Stream.of(self), self.descendants())
                .mapToLong(process -> resident(process.pid()))
                .sum();
        peak.accumulateAndGet(kilobytes, Math::max);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long resident(long process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      // It has ended in between.
      return 0;
    }
  }
}
