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

/**
 * The state folder as one run sees it: what earlier runs finished, and what failed in this one.
 *
 * @param runId the run
 * @param extractions parsed files and texts
 * @param inferences contexts and outcomes
 */
public record RunState(String runId, Extractions extractions, Inferences inferences)
    implements Serializable {
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
   * @param folder the state folder; made when it is missing
   * @param runId the run
   * @param parserFingerprint changes whenever a text could
   * @param inferenceFingerprint changes whenever an answer could
   */
  public static RunState open(
      Path folder, String runId, String parserFingerprint, String inferenceFingerprint) {
    Path form = form(folder).toAbsolutePath();
    Path run = form.resolve(RUNS).resolve(runId);
    ContentStore root = new ContentStore(form, run.resolve(SCRATCH));
    ContentStore ofRun = root.inside(RUNS).inside(runId);
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
   * lock may do this, and before it starts.
   */
  public static void removeLeftovers(Path folder) {
    deleteTree(folder.resolve(FORM).resolve(RUNS));
    for (Path file : files(folder)) {
      if (file.getFileName().toString().endsWith(".tmp")) {
        delete(file);
      }
    }
  }

  /** Removes what only this run could see. */
  public static void close(Path folder, String runId) {
    deleteTree(folder.resolve(FORM).resolve(RUNS).resolve(runId));
    RunProgress.forget(runId);
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
