package org.unabridged.pipeline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A moment in the life of a run, at which it is killed: so long after a mark was reached.
 *
 * @param mark what to wait for first
 * @param results how many finished inferences {@link Mark#INFERRED} stands for
 * @param after how much later it is
 */
record KillMoment(Mark mark, int results, Duration after) {
  /** What can be seen of a run from outside. */
  enum Mark {
    STARTED,
    LOCKED,
    PARSED,
    INFERRED,
    WRITING,
    WRITTEN,
    COMMITTED
  }

  /** The commit is short: half a moment later it is over. */
  private static final int SHORTLY_MILLIS = 60;

  private static final long LOOK_MILLIS = 3;

  /**
   * Draws one. Every other moment is anywhere in the time that an undisturbed run takes; the others
   * are shortly after a mark, because the shortest parts of a run would hardly ever be hit.
   *
   * @param contexts how many finished inferences a run comes to
   */
  static KillMoment draw(Random random, Duration undisturbed, int contexts) {
    long anywhere = (long) (random.nextDouble() * undisturbed.toMillis());
    Duration shortly = Duration.ofMillis(random.nextInt(SHORTLY_MILLIS));
    int results = 1 + random.nextInt(contexts);
    Mark mark = Mark.values()[1 + random.nextInt(Mark.values().length - 1)];
    return random.nextBoolean()
        ? new KillMoment(Mark.STARTED, 0, Duration.ofMillis(anywhere))
        : new KillMoment(mark, results, shortly);
  }

  /** Waits for it; the process may end before. */
  void await(Process process, Path out) throws InterruptedException {
    while (!reached(out)) {
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean reached(Path out) {
    return switch (mark) {
      case STARTED -> true;
      case LOCKED -> Files.exists(out.resolve(".lock"));
      case PARSED -> Files.isDirectory(out.resolve(".state/v1/files"));
      case INFERRED -> count(out.resolve(".state/v1/results")) >= results;
      case WRITING -> exists(out, ".partial", "documents");
      case WRITTEN -> exists(out, ".partial", "run.json");
      case COMMITTED -> exists(out, "", "run.json");
    };
  }

  /** Whether something of this name is in a run's folder; that of a partial run is hidden. */
  private static boolean exists(Path out, String ending, String name) {
    try (Stream<Path> runs = Files.list(out.resolve("runs"))) {
      return runs.filter(run -> run.toString().endsWith(ending))
          .filter(run -> ending.isEmpty() != run.getFileName().toString().startsWith("."))
          .anyMatch(run -> Files.exists(run.resolve(name)));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static long count(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".gz")).count();
    } catch (IOException | UncheckedIOException e) {
      // Not there yet, or a file was moved while its folder was being listed.
      return 0;
    }
  }

  /**
   * How far a run came that is dead now.
   *
   * @param contexts how many finished inferences a run comes to
   */
  static String phase(Path out, int contexts) {
    if (exists(out, "", "run.json")) {
      return "after its commit";
    }
    if (exists(out, ".partial", "run.json")) {
      return "in its commit";
    }
    if (exists(out, ".partial", "documents")) {
      return "while writing";
    }
    long results = count(out.resolve(".state/v1/results"));
    if (results > 0) {
      return results < contexts ? "while inferring" : "before writing";
    }
    return Files.isDirectory(out.resolve(".state/v1/files")) ? "while parsing" : "at its start";
  }
}
