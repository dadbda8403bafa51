package org.unabridged.outputs;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one run. Files are written to {@code OUT/runs/.<run id>.partial}; {@link #commit()}
 * publishes all of them at once as {@code OUT/runs/<run id>} and lets {@code OUT/latest} point
 * there. Until then a reader sees nothing of the run. Not for use by several threads at once; the
 * files in it may be written by any.
 *
 * <p>Lives on a local or mounted file system that can rename a folder atomically.
 */
public final class RunDirectory implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(RunDirectory.class);
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String PARTIAL = ".partial";
  private static final ObjectWriter JSON = new ObjectMapper().writer(prettyPrinter());

  private final Path out;
  private final Path partial;
  private final Path committed;
  private final RunLock lock;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    COMMITTED,
    DISCARDED
  }

  private RunDirectory(Path out, String runId, RunLock lock) {
    this.out = out;
    this.partial = partial(out, runId);
    this.committed = runs(out).resolve(runId);
    this.lock = lock;
  }

  /**
   * Makes the folder, and deletes what runs left behind whose process died.
   *
   * @param out where all runs are
   * @param runId letters, digits, dots, dashes and underscores; must be new
   * @throws RunDirectoryException when the folder cannot be made or the run exists
   */
  public static RunDirectory create(Path out, String runId) {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException("runId must match " + RUN_ID + ", but was: " + runId);
    }
    Path absolute = out.toAbsolutePath().normalize();
    try {
      Files.createDirectories(runs(absolute));
      deleteLeftovers(absolute);
      return create(absolute, runId, RunLock.tryAcquire(lock(absolute, runId)));
    } catch (IOException e) {
      throw new RunDirectoryException(
          "Cannot make a run in "
              + absolute
              + ": "
              + reason(e)
              + ". Choose an output folder that can be written.",
          e);
    }
  }

  private static RunDirectory create(Path out, String runId, @Nullable RunLock lock)
      throws IOException {
    if (lock == null) {
      throw new RunDirectoryException("Run " + runId + " is being written already", null);
    }
    RunDirectory run = new RunDirectory(out, runId, lock);
    try {
      run.requireNew();
      FileTrees.delete(run.partial);
      Files.createDirectory(run.partial);
      return run;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void deleteLeftovers(Path out) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(runs(out), ".*" + PARTIAL)) {
      for (Path leftover : leftovers) {
        deleteLeftover(out, leftover);
      }
    }
  }

  private static void deleteLeftover(Path out, Path leftover) throws IOException {
    String name = leftover.getFileName().toString();
    String runId = name.substring(1, name.length() - PARTIAL.length());
    try (RunLock lock = RunLock.tryAcquire(lock(out, runId))) {
      if (lock != null) {
        FileTrees.delete(leftover);
        LOGGER.info("Deleted what the unfinished run {} left behind", runId);
      }
    }
  }

  /**
   * The newest committed run; empty when there is none.
   *
   * @param out where all runs are
   */
  public static Optional<Path> latest(Path out) {
    try {
      return LatestRun.find(out);
    } catch (IOException e) {
      throw new RunDirectoryException(
          "Cannot read which run is the latest in " + out + ": " + reason(e), e);
    }
  }

  /**
   * Where the files of the run are to be written. What has a name that starts with a dot is
   * scratch, and is deleted by {@link #commit()}.
   */
  public Path path() {
    return partial;
  }

  /** Where the files will be after {@link #commit()}. */
  public Path committedPath() {
    return committed;
  }

  /**
   * Writes {@code run.json}.
   *
   * @param run strings, numbers, booleans, nulls, lists and maps; keys keep their order
   */
  public void writeRunJson(Map<String, ?> run) {
    try {
      writeText("run.json", JSON.writeValueAsString(run) + "\n");
    } catch (IOException e) {
      throw new RunDirectoryException("Cannot write run.json: " + reason(e), e);
    }
  }

  /** Writes a file of the run, such as {@code report.html}. */
  public void writeText(String name, String content) {
    requireOpen();
    try {
      Files.writeString(partial.resolve(name), content);
    } catch (IOException e) {
      throw new RunDirectoryException("Cannot write " + name + ": " + reason(e), e);
    }
  }

  /**
   * Publishes the run: brings its files to the disk, gives the folder its name and lets {@code
   * latest} point at it.
   *
   * @return the folder of the run
   * @throws RunDirectoryException when that fails; the run is not published then, unless the
   *     message says that only {@code latest} could not be replaced
   */
  public Path commit() {
    requireOpen();
    try {
      requireNew();
      FileTrees.deleteHidden(partial);
      FileTrees.sync(partial);
      Files.move(partial, committed, StandardCopyOption.ATOMIC_MOVE);
      state = State.COMMITTED;
    } catch (IOException e) {
      throw new RunDirectoryException(
          "Cannot publish the run as " + committed + ": " + reason(e), e);
    }
    pointLatest();
    return committed;
  }

  private void pointLatest() {
    try {
      FileTrees.syncFolder(runs(out));
      LatestRun.pointTo(out, committed);
    } catch (IOException e) {
      throw new RunDirectoryException(
          "The run is complete in "
              + committed
              + ", but "
              + out.resolve("latest")
              + " could not be replaced: "
              + reason(e),
          e);
    }
  }

  /** Deletes what was written; does nothing once the run was committed. */
  public void discard() {
    if (state != State.OPEN) {
      return;
    }
    try {
      FileTrees.delete(partial);
      state = State.DISCARDED;
    } catch (IOException e) {
      throw new RunDirectoryException("Cannot delete " + partial + ": " + reason(e), e);
    }
  }

  /** Discards the run unless it was committed. */
  @Override
  public void close() {
    try (lock) {
      discard();
    } catch (IOException e) {
      throw new RunDirectoryException("Cannot release the lock of the run: " + reason(e), e);
    }
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("The run was already " + state);
    }
  }

  private void requireNew() {
    if (Files.exists(committed)) {
      throw new RunDirectoryException("There is a run already in " + committed, null);
    }
  }

  private static Path runs(Path out) {
    return out.resolve("runs");
  }

  private static Path partial(Path out, String runId) {
    return runs(out).resolve("." + runId + PARTIAL);
  }

  private static Path lock(Path out, String runId) {
    return runs(out).resolve("." + runId + ".lock");
  }

  /** The kind of failure is part of the reason: the message of many is no more than a path. */
  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }

  private static DefaultPrettyPrinter prettyPrinter() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
  }
}
