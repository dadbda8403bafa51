package org.unabridged.pipeline.state;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state folder as one run sees it: what earlier runs finished, and what failed in this one.
 *
 * @param runId the run
 * @param extractions parsed files and texts
 * @param inferences contexts and outcomes
 */
public record RunState(String runId, Extractions extractions, Inferences inferences)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(RunState.class);

  /** Changes with the form of what is stored, so that nothing of another form is ever read. */
  private static final String FORM = "v1";

  static final String FILES = "files";
  static final String TEXTS = "texts";
  static final String CONTEXTS = "contexts";
  static final String RESULTS = "results";
  private static final String RUNS = "runs";
  private static final String SCRATCH = "scratch";

  /**
   * Opens the state of a run.
   *
   * @param shared what is finished; any number of outputs may share it; made when it is missing
   * @param own what only this run sees; of one output only, and perhaps the same folder
   * @param runId the run
   * @param parserFingerprint changes whenever a text could
   * @param inferenceFingerprint changes whenever an answer could
   */
  public static RunState open(
      Path shared, Path own, String runId, String parserFingerprint, String inferenceFingerprint) {
    Path form = form(shared).toAbsolutePath();
    Path run = form(own).toAbsolutePath().resolve(RUNS).resolve(runId);
    // On the file system of what it becomes, and where no other run removes it as left over.
    Path scratch = shared.equals(own) ? run.resolve(SCRATCH) : form.resolve(SCRATCH);
    ContentStore root = new ContentStore(form, scratch);
    ContentStore ofRun = new ContentStore(run, run.resolve(SCRATCH));
    Extractions extractions =
        new Extractions(
            root.inside(FILES), ofRun.inside(FILES), root.inside(TEXTS), parserFingerprint, runId);
    Inferences inferences =
        new Inferences(
            root.inside(CONTEXTS),
            root.inside(RESULTS),
            ofRun.inside("failures"),
            extractions,
            inferenceFingerprint,
            runId);
    return new RunState(runId, extractions, inferences);
  }

  /** Changes whenever an answer could. */
  public static String inferenceFingerprint(String questions, String model) {
    return Hashes.of(questions, model);
  }

  static Path form(Path folder) {
    return folder.resolve(FORM);
  }

  /**
   * Removes what dead runs left: their failures and half-written files. Only the run that holds the
   * lock on their output may do this, and before it starts.
   *
   * @param own see {@link #open}
   */
  public static void removeLeftovers(Path own) {
    deleteTree(form(own).resolve(RUNS));
  }

  /**
   * Removes what only this run could see. After a failure some worker may still be writing there:
   * what cannot be removed is left to the next run, and does not hide the failure.
   */
  public static void close(Path own, String runId) {
    RunProgress.forget(runId);
    try {
      deleteTree(form(own).resolve(RUNS).resolve(runId));
    } catch (UncheckedIOException e) {
      LOG.debug("left to the next run", e);
    }
  }

  /** Removes a folder that was one run's own. */
  public static void remove(Path own) {
    deleteTree(own);
  }

  private static void deleteTree(Path folder) {
    for (Path path : files(folder)) {
      delete(path);
    }
  }

  /** Everything in a folder, the deepest first. */
  private static List<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      // Gone is what was wanted.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
