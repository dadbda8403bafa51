package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.unabridged.ingestion.tika.Extraction.Reason;

/**
 * Ends the parser's process when a parse makes no progress, fills the temporary folder or starts
 * ever more threads; and brings its journal to the disk. Lives in that process.
 */
final class ForkProgress {
  static final String STALL_PROPERTY = "unabridged.parser.stallMillis";
  static final String TIME_PROPERTY = "unabridged.parser.timeMillis";
  static final String TEMPORARY_PROPERTY = "unabridged.parser.temporaryMegabytes";
  static final String RATIO_PROPERTY = "unabridged.parser.expansionRatio";
  static final String FOLDER_PROPERTY = "unabridged.parser.folder";

  /** Left in its folder by a process that ended itself: the {@link Reason}. */
  static final String VERDICT = "verdict";

  /** Less than this on the disk is no bomb, however small the file. */
  static final long RATIO_THRESHOLD_BYTES = 100L << 20;

  /** Parsers use a handful; a machine stands thousands. */
  private static final int MOST_THREADS = 200;

  private static final int EXIT_CODE = 18;
  private static final long CHECK_MILLIS = 100;

  private static volatile long lastStep;
  private static volatile boolean parsing;
  private static volatile long fileBytes;
  private static volatile long start;
  private static volatile int threadsBefore;

  private ForkProgress() {}

  static void watch() {
    Watch watch = new Watch(Path.of(System.getProperty(FOLDER_PROPERTY)));
    Thread watchdog = new Thread(watch::run, "parse watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  /** A parser did something. */
  static void step() {
    lastStep = System.nanoTime();
  }

  /** A file is about to be parsed. */
  static void begin(long bytes) {
    fileBytes = bytes;
    start = System.nanoTime();
    threadsBefore = Thread.activeCount();
    step();
    parsing = true;
  }

  /** Whether half of the time for the file is over. */
  static boolean isLate() {
    long limit = Long.getLong(TIME_PROPERTY, Long.MAX_VALUE);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) > limit / 2;
  }

  static boolean isParsing() {
    return parsing;
  }

  /**
   * The parse has ended.
   *
   * @return how many threads it has left behind
   */
  static int finished() {
    int left = parsing ? Math.max(0, Thread.activeCount() - threadsBefore) : 0;
    parsing = false;
    return left;
  }

  private record Watch(
      Path folder, Path temporary, long stallMillis, long temporaryBytes, long ratio) {
    Watch(Path folder) {
      this(
          folder,
          Path.of(System.getProperty("java.io.tmpdir")),
          Long.getLong(STALL_PROPERTY, Long.MAX_VALUE),
          Long.getLong(TEMPORARY_PROPERTY, Long.MAX_VALUE >> 20) << 20,
          Long.getLong(RATIO_PROPERTY, Integer.MAX_VALUE));
    }

    void run() {
      try {
        while (true) {
          TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
          if (parsing) {
            check();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    }

    private void check() throws IOException {
      TextJournal.flush();
      if (Thread.activeCount() > MOST_THREADS) {
        end(Reason.THREADS);
      }
      if (sinceLastStep() > stallMillis) {
        end(Reason.STALLED);
      }
      long unpacked = size();
      if (unpacked > temporaryBytes) {
        end(Reason.DISK_LIMIT);
      }
      if (unpacked > RATIO_THRESHOLD_BYTES && unpacked / ratio > fileBytes) {
        end(Reason.DISK_RATIO);
      }
    }

    private void end(Reason reason) throws IOException {
      Files.writeString(folder.resolve(VERDICT), reason.name());
      Runtime.getRuntime().halt(EXIT_CODE);
    }

    private static long sinceLastStep() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastStep);
    }

    private long size() throws IOException {
      try (Stream<Path> files = Files.list(temporary)) {
        return files.mapToLong(file -> file.toFile().length()).sum();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }
}
