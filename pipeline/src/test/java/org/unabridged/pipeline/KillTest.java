package org.unabridged.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.pipeline.cli.Unabridged;
import org.unabridged.pipeline.testing.KeywordModel;
import org.unabridged.pipeline.testing.KeywordModelProvider;
import org.unabridged.pipeline.testing.Tables;

/** The command as a process of its own, killed in the middle of its work. */
class KillTest {
  private static final int FILES = 8;
  private static final int FINISHED_BEFORE_THE_KILL = 2;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  @Test
  void continuesAfterAKillAsIfNothingHadHappened() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(in.resolve(i + ".txt"), "Law " + i + ": governed by the laws of Peru.");
    }
    RunReport undisturbed = run(in, folder.resolve("undisturbed"));

    Path out = folder.resolve("out");
    killInTheMiddle(in, out);
    int before = KeywordModel.predictions();
    long finished = results(out);
    assertThat(finished).isBetween((long) FINISHED_BEFORE_THE_KILL, FILES - 1L);

    RunReport continued = run(in, out);

    assertThat(KeywordModel.predictions() - before).isEqualTo(FILES - finished);
    assertThat(continued.contextsReused()).isEqualTo(finished);
    assertThat(Tables.contents(continued.folder()))
        .isEqualTo(Tables.contents(undisturbed.folder()));
    try (Stream<Path> runs = Files.list(out.resolve("runs"))) {
      assertThat(runs).as("nothing is left of the dead run").containsExactly(continued.folder());
    }
  }

  private static void killInTheMiddle(Path in, Path out) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-D" + KeywordModel.DELAY + "=1500",
                "-cp",
                System.getProperty("java.class.path"),
                Unabridged.class.getName(),
                "run",
                in.toString(),
                "-o",
                out.toString(),
                "--model",
                KeywordModelProvider.NAME,
                "--threads",
                "1")
            .redirectErrorStream(true)
            .redirectOutput(out.resolveSibling("killed.log").toFile())
            .start();
    List<ProcessHandle> children;
    try {
      Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
      while (results(out) < FINISHED_BEFORE_THE_KILL) {
        assertThat(process.isAlive()).as("see %s", out.resolveSibling("killed.log")).isTrue();
        assertThat(Instant.now()).isBefore(deadline);
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
    } finally {
      children = process.descendants().toList();
      process.destroyForcibly().waitFor();
    }
    // The parser's own process ends when its parent is gone; the next run does not depend on it.
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Finished inferences in the store. */
  private static long results(Path out) {
    Path folder = out.resolve(".state/v1/results");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".gz")).count();
    } catch (IOException | UncheckedIOException e) {
      // A file of a running process was moved while its folder was being listed.
      return 0;
    }
  }

  private static RunReport run(Path in, Path out) {
    RunRequest request =
        RunRequest.of(List.of(in.toString()), out)
            .withModel(KeywordModelProvider.NAME)
            .withRuntime(RuntimeOptions.defaults().withThreads(1));
    try (Machinery machinery = Machinery.start(request)) {
      return Run.of(request).execute(machinery, Run.discover(request));
    }
  }
}
