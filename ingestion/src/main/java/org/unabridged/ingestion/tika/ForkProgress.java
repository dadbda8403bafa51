package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tika.pipes.PipesServer;

/**
 * Ends the parser's process when a parse makes no progress, or fills the temporary folder. Lives in
 * that process.
 */
final class ForkProgress {
  static final String STALL_PROPERTY = "unabridged.parser.stallMillis";
  static final String TEMPORARY_PROPERTY = "unabridged.parser.temporaryMegabytes";

  /** Left beside the temporary folder by a process that ended itself because of its size. */
  static final String TOO_LARGE = "temporary-files-too-large";

  private static final int TOO_LARGE_EXIT_CODE = 18;
  private static final long CHECK_MILLIS = 100;

  private static volatile long lastStep;
  private static volatile boolean parsing;

  private ForkProgress() {}

  static void watch() {
    long stallLimit = Long.getLong(STALL_PROPERTY, Long.MAX_VALUE);
    long temporaryLimit = Long.getLong(TEMPORARY_PROPERTY, Long.MAX_VALUE >> 20) << 20;
    Thread watchdog = new Thread(() -> watch(stallLimit, temporaryLimit), "parse watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  static void step() {
    lastStep = System.nanoTime();
    parsing = true;
  }

  static void finished() {
    parsing = false;
  }

  private static void watch(long stallLimitMillis, long temporaryLimitBytes) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
        if (parsing && sinceLastStep() > stallLimitMillis) {
          Runtime.getRuntime().halt(PipesServer.TIMEOUT_EXIT_CODE);
        }
        if (parsing && size(temporary) > temporaryLimitBytes) {
          Files.createFile(temporary.resolveSibling(TOO_LARGE));
          Runtime.getRuntime().halt(TOO_LARGE_EXIT_CODE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      Runtime.getRuntime().halt(TOO_LARGE_EXIT_CODE);
    }
  }

  private static long sinceLastStep() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastStep);
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
