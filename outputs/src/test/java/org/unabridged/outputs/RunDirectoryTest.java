package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  @TempDir Path out;

  @Test
  void publishesAllFilesAtOnce() throws IOException {
    try (RunDirectory run = RunDirectory.create(out, "run-1")) {
      Files.writeString(Files.createDirectory(run.path().resolve("clauses")).resolve("a"), "A");
      run.writeText("report.html", "<p>Ω</p>");
      assertThat(names(out)).containsExactly("runs");
      assertThat(visible(out.resolve("runs"))).isEmpty();
      assertThat(run.commit()).isEqualTo(run.committedPath());
    }
    Path committed = out.resolve("runs/run-1");
    assertThat(names(committed)).containsExactly("clauses", "report.html");
    assertThat(committed.resolve("report.html")).hasContent("<p>Ω</p>");
    assertThat(names(out.resolve("runs"))).containsExactly("run-1");
  }

  @Test
  void pointsLatestAtTheNewestRun() throws IOException {
    assertThat(RunDirectory.latest(out)).isEmpty();
    commit("run-1");
    assertThat(RunDirectory.latest(out)).contains(out.resolve("runs/run-1"));
    commit("run-2");
    assertThat(RunDirectory.latest(out)).contains(out.resolve("runs/run-2"));
    assertThat(out.resolve("latest").resolve("run.json")).isRegularFile();
    assertThat(Files.readSymbolicLink(out.resolve("latest"))).isEqualTo(Path.of("runs", "run-2"));
    assertThat(names(out)).containsExactly("latest", "runs");
  }

  @Test
  void keepsWorkingWhenTheWholeFolderIsMoved() throws IOException {
    Path before = Files.createDirectory(out.resolve("before"));
    try (RunDirectory run = RunDirectory.create(before, "run-1")) {
      run.commit();
    }
    Path after = Files.move(before, out.resolve("after"));
    assertThat(RunDirectory.latest(after)).contains(after.resolve("runs/run-1"));
  }

  @Test
  void readsALatestThatIsATextFile() throws IOException {
    commit("run-1");
    Files.delete(out.resolve("latest"));
    Files.writeString(out.resolve("latest"), "runs/run-1\n");
    assertThat(RunDirectory.latest(out)).contains(out.resolve("runs/run-1"));
    commit("run-2");
    assertThat(RunDirectory.latest(out)).contains(out.resolve("runs/run-2"));
  }

  @Test
  void doesNotTakeAMissingRunForTheLatest() throws IOException {
    commit("run-1");
    Files.move(out.resolve("runs/run-1"), out.resolve("elsewhere"));
    assertThat(RunDirectory.latest(out)).isEqualTo(Optional.empty());
  }

  @Test
  void writesRunJsonInTheGivenOrder() throws IOException {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("documents", 3);
    counts.put("clauses", List.of(1, 2));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run_id", "run-1");
    json.put("counts", counts);
    json.put("cost", null);
    try (RunDirectory run = RunDirectory.create(out, "run-1")) {
      run.writeRunJson(json);
      assertThat(run.path().resolve("run.json"))
          .content()
          .isEqualTo(
              """
              {
                "run_id" : "run-1",
                "counts" : {
                  "documents" : 3,
                  "clauses" : [
                    1,
                    2
                  ]
                },
                "cost" : null
              }
              """);
    }
  }

  @Test
  void neverShowsHalfARun() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> looks = reader.submit(() -> look(done));
      for (int number = 0; number < 40; number++) {
        commit("run-" + number);
      }
      done.set(true);
      assertThat(looks.get()).isPositive();
    } finally {
      reader.shutdownNow();
    }
  }

  /** Looks at all that a reader can see until told to stop; every run seen must be whole. */
  private int look(AtomicBoolean done) throws IOException {
    int seen = 0;
    while (!done.get()) {
      List<Path> runs = new ArrayList<>();
      if (Files.exists(out.resolve("runs"))) {
        visible(out.resolve("runs")).forEach(name -> runs.add(out.resolve("runs").resolve(name)));
      }
      RunDirectory.latest(out).ifPresent(runs::add);
      for (Path run : runs) {
        assertThat(names(run)).containsExactly("clauses", "documents", "run.json");
        assertThat(run.resolve("run.json")).content().endsWith("}\n");
        seen++;
      }
    }
    return seen;
  }

  @Test
  void leavesNothingOfADiscardedRun() throws IOException {
    RunDirectory run = RunDirectory.create(out, "run-1");
    run.writeText("run.json", "{}");
    run.discard();
    run.close();
    assertThat(names(out.resolve("runs"))).isEmpty();
    assertThatThrownBy(run::commit)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The run was already DISCARDED");
  }

  @Test
  void discardsWhatWasNotCommitted() throws IOException {
    try (RunDirectory run = RunDirectory.create(out, "run-1")) {
      run.writeText("run.json", "{}");
    }
    assertThat(names(out.resolve("runs"))).isEmpty();
    assertThat(out.resolve("latest")).doesNotExist();
  }

  @Test
  void deletesScratchFilesOnCommit() throws IOException {
    try (RunDirectory run = RunDirectory.create(out, "run-1")) {
      Path clauses = Files.createDirectory(run.path().resolve("clauses"));
      Files.writeString(clauses.resolve(".part-00000.parquet.1"), "attempt");
      Files.writeString(clauses.resolve("part-00000.parquet"), "rows");
      Files.writeString(Files.createDirectory(run.path().resolve(".failures")).resolve("f"), "x");
      run.commit();
    }
    assertThat(names(out.resolve("runs/run-1"))).containsExactly("clauses");
    assertThat(names(out.resolve("runs/run-1/clauses"))).containsExactly("part-00000.parquet");
  }

  @Test
  void deletesWhatADeadRunLeftBehind() throws Exception {
    ChildJvm.Result killed = ChildJvm.run(AbandonedRun.class, out.toString());
    assertThat(killed.exitCode()).as(killed.output()).isEqualTo(AbandonedRun.EXIT_CODE);
    assertThat(names(out.resolve("runs"))).containsExactlyInAnyOrder(".dead.partial", ".dead.lock");
    try (RunDirectory run = RunDirectory.create(out, "run-2")) {
      assertThat(names(out.resolve("runs")))
          .containsExactlyInAnyOrder(".run-2.partial", ".run-2.lock");
      run.commit();
    }
  }

  @Test
  void leavesALivingRunAlone() throws IOException {
    try (RunDirectory living = RunDirectory.create(out, "living");
        RunDirectory other = RunDirectory.create(out, "other")) {
      other.commit();
      living.writeText("run.json", "{}");
      living.commit();
    }
    assertThat(names(out.resolve("runs"))).containsExactlyInAnyOrder("living", "other");
  }

  @Test
  void leavesALivingRunOfAnotherProcessAlone() throws Exception {
    Path signal = out.resolve("stop");
    Process process = ChildJvm.start(LivingRun.class, out.toString(), signal.toString());
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
      RunDirectory.create(out, "other").close();
      assertThat(out.resolve("runs/.living.partial")).isDirectory();
    } finally {
      process.outputWriter().close();
    }
    assertThat(process.waitFor()).isZero();
    assertThat(RunDirectory.latest(out)).contains(out.resolve("runs/living"));
  }

  @Test
  void refusesARunThatExists() throws IOException {
    commit("run-1");
    assertThatThrownBy(() -> RunDirectory.create(out, "run-1"))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessage("There is a run already in " + out.resolve("runs/run-1"));
    assertThat(out.resolve("runs/run-1/run.json")).isRegularFile();
    try (RunDirectory run = RunDirectory.create(out, "run-2")) {
      assertThatThrownBy(() -> RunDirectory.create(out, "run-2"))
          .hasMessage("Run run-2 is being written already");
      assertThat(run.path()).isDirectory();
    }
  }

  @Test
  void refusesNamesThatAreNoFolder() {
    for (String wrong : List.of("", ".hidden", "a/b", "..", "a b")) {
      assertThatThrownBy(() -> RunDirectory.create(out, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("runId must match")
          .hasMessageEndingWith("but was: " + wrong);
    }
  }

  @Test
  void saysWhyAFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(out.resolve("file"), "in the way");
    assertThatThrownBy(() -> RunDirectory.create(file, "run-1"))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageStartingWith("Cannot make a run in " + file)
        .hasMessageEndingWith("Choose an output folder that can be written.");
  }

  @Test
  void saysSoWhenOnlyLatestCannotBeReplaced() throws IOException {
    Files.createDirectories(out.resolve("latest/mine"));
    try (RunDirectory run = RunDirectory.create(out, "run-1")) {
      assertThatThrownBy(run::commit)
          .isInstanceOf(RunDirectoryException.class)
          .hasMessageStartingWith("The run is complete in " + out.resolve("runs/run-1"))
          .hasMessageContaining("latest could not be replaced");
    }
    assertThat(out.resolve("runs/run-1")).isDirectory();
    assertThat(out.resolve("latest/mine")).isDirectory();
    assertThat(names(out)).containsExactly("latest", "runs");
  }

  @Test
  void commitFailsClearlyInAReadOnlyFolder() throws Exception {
    ChildJvm.Result result = ChildJvm.runWithoutPrivileges(ReadOnlyRun.class, out.toString());
    assumeThat(result.started())
        .as("No way to give up the privileges of root here: " + result.output())
        .isTrue();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Cannot publish the run as " + out.resolve("runs/run-1"))
        .contains("AccessDenied");
    assertThat(out.resolve("latest")).doesNotExist();
    assertThat(visible(out.resolve("runs"))).isEmpty();
  }

  private void commit(String runId) throws IOException {
    try (RunDirectory run = RunDirectory.create(out, runId)) {
      Files.createDirectory(run.path().resolve("documents"));
      Files.createDirectory(run.path().resolve("clauses"));
      run.writeRunJson(Map.of("run_id", runId));
      run.commit();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> visible(Path folder) throws IOException {
    return names(folder).stream().filter(name -> !name.startsWith(".")).toList();
  }

  /** Dies in the middle of a run. */
  static final class AbandonedRun {

    static final int EXIT_CODE = 9;

    private AbandonedRun() {}

    public static void main(String[] arguments) throws IOException {
      RunDirectory run = RunDirectory.create(Path.of(arguments[0]), "dead");
      Files.createDirectory(run.path().resolve("clauses"));
      run.writeText("run.json", "{}");
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  /** Keeps a run open until its standard input ends, then commits it. */
  static final class LivingRun {

    private LivingRun() {}

    public static void main(String[] arguments) throws IOException {
      try (RunDirectory run = RunDirectory.create(Path.of(arguments[0]), "living")) {
        ChildJvm.say("ready");
        System.in.readAllBytes();
        run.commit();
      }
    }
  }

  /** Commits into a folder that became read-only, and says how that failed. */
  static final class ReadOnlyRun {

    private ReadOnlyRun() {}

    public static void main(String[] arguments) throws IOException {
      Path runs = Path.of(arguments[0], "runs");
      RunDirectory run = RunDirectory.create(Path.of(arguments[0]), "run-1");
      run.writeText("run.json", "{}");
      if (!runs.toFile().setWritable(false, false)) {
        throw new IOException("Cannot make the folder read-only");
      }
      try {
        run.commit();
        throw new IllegalStateException("The run was committed");
      } catch (RunDirectoryException e) {
        ChildJvm.say(e.toString());
      } finally {
        runs.toFile().setWritable(true, false);
        run.close();
      }
    }
  }
}
