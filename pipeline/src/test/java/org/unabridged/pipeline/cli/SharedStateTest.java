package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.pipeline.Machinery;
import org.unabridged.pipeline.Run;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.state.OutputLock;
import org.unabridged.pipeline.state.OutputLockedException;
import org.unabridged.pipeline.state.StateUsers;
import org.unabridged.pipeline.testing.KeywordModel;
import org.unabridged.pipeline.testing.KeywordModelProvider;
import org.unabridged.pipeline.testing.Tables;

/** Several output folders with one store of finished work. */
class SharedStateTest {
  private static final int FILES = 12;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private Path in;
  private Path state;

  @BeforeEach
  void writeFiles() throws IOException {
    in = Files.createDirectories(folder.resolve("in"));
    state = folder.resolve("state");
    for (int i = 0; i < FILES; i++) {
      Files.writeString(in.resolve(i + ".txt"), "Law " + i + ": governed by the laws of Peru.");
    }
    Files.writeString(in.resolve("empty.txt"), "");
  }

  @Test
  void servesTwoProcessesAtTheSameTime() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (String out : List.of("one", "other")) {
      processes.add(start(folder.resolve(out)));
    }
    for (Process process : processes) {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    }

    for (String out : List.of("one", "other")) {
      String log = Files.readString(folder.resolve(out + ".log"));
      assertThat(processes.get(out.equals("one") ? 0 : 1).exitValue()).as(log).isEqualTo(3);
    }
    List<String> tables = Tables.contents(folder.resolve("one/latest"));
    assertThat(Tables.contents(folder.resolve("other/latest"))).isEqualTo(tables);
    assertThat(folder.resolve("one/.state/v1/results")).doesNotExist();

    int before = KeywordModel.predictions();
    RunReport third = run(folder.resolve("third"));
    assertThat(KeywordModel.predictions()).as("all is there").isEqualTo(before);
    assertThat(third.contextsReused()).isEqualTo(FILES);
    assertThat(Tables.contents(third.folder())).isEqualTo(tables);
  }

  @Test
  void isNotSweptWhileAnyRunUsesIt() throws IOException {
    run(folder.resolve("one"));
    run(folder.resolve("other"));
    StateUsers users = new StateUsers(state);
    try (OutputLock live = OutputLock.acquire(folder.resolve("other"), "live")) {
      assertThatThrownBy(() -> users.lock(List.of()))
          .isInstanceOf(OutputLockedException.class)
          .hasMessageContaining("another run is writing to " + folder.resolve("other"))
          .hasMessageContaining("run live");
    }
    try (StateUsers.Locked locked = users.lock(List.of())) {
      assertThat(locked.outputs()).hasSize(2);
      assertThat(locked.gone()).isEmpty();
      assertThatThrownBy(() -> OutputLock.acquire(folder.resolve("one"), "late"))
          .isInstanceOf(OutputLockedException.class);
    }
    run(folder.resolve("one"));
  }

  @Test
  void keepsWhatAnyOfTheOutputsWasMadeFrom() throws IOException {
    run(folder.resolve("one"));
    run(folder.resolve("other"));
    long entries = entries();
    delete(folder.resolve("one"));

    assertThat(collect()).contains("the output folder " + folder.resolve("one") + " is gone");
    assertThat(entries()).as("the other one needs them").isEqualTo(entries);
    delete(folder.resolve("other/runs"));
    collect();
    assertThat(entries()).isZero();
  }

  private String collect() {
    StringWriter printed = new StringWriter();
    Terminal terminal = new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 80);
    int exitCode =
        Unabridged.commandLine(Map.of(), terminal)
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true))
            .execute("state", "gc", "--state", state.toString(), "--older-than", "0");
    assertThat(exitCode).as(printed.toString()).isZero();
    return printed.toString();
  }

  private long entries() throws IOException {
    try (var files = Files.walk(state.resolve("v1"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Process start(Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-D" + KeywordModel.DELAY + "=150",
            "-cp",
            System.getProperty("java.class.path"),
            Unabridged.class.getName(),
            "run",
            in.toString(),
            "-o",
            out.toString(),
            "--state",
            state.toString(),
            "--model",
            KeywordModelProvider.NAME,
            "--threads",
            "1")
        .redirectErrorStream(true)
        .redirectOutput(out.resolveSibling(out.getFileName() + ".log").toFile())
        .start();
  }

  private RunReport run(Path out) {
    RunRequest request =
        RunRequest.of(List.of(in.toString()), out)
            .withState(state)
            .withModel(KeywordModelProvider.NAME)
            .withRuntime(RuntimeOptions.defaults().withThreads(1));
    try (Machinery machinery = Machinery.start(request)) {
      return Run.of(request).execute(machinery, Run.discover(request));
    }
  }
}
