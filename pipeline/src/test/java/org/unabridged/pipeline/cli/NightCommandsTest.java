package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.pipeline.Machinery;
import org.unabridged.pipeline.Run;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.testing.KeywordModel;
import org.unabridged.pipeline.testing.KeywordModelProvider;
import org.unabridged.pipeline.testing.Tables;
import picocli.CommandLine;

/** What the operator does with the runs of several nights. */
class NightCommandsTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private Path in;
  private Path out;
  private final StringWriter printed = new StringWriter();

  @BeforeEach
  void makeFolders() throws IOException {
    in = Files.createDirectories(folder.resolve("in"));
    out = folder.resolve("out");
  }

  @Test
  void showsWhatIsDifferentBetweenTwoNightsAndWhy() throws IOException {
    write("amended.txt", "The parties agree. Governed by the laws. governed by the laws of Chile.");
    write("gone.txt", "governed by the laws of Ghana.");
    write("here.txt", "governed by the laws of Malta.");
    write("same.txt", "governed by the laws of Peru.");
    run();
    write("amended.txt", "Now and then, the parties agree. governed by the laws of Kenya.");
    Files.delete(in.resolve("gone.txt"));
    Files.move(in.resolve("here.txt"), in.resolve("there.txt"));
    write("new.txt", "governed by the laws of Japan.");
    run();
    Path table = folder.resolve("changes.parquet");

    assertThat(command("diff", out.toString(), "-o", table.toString())).isZero();

    assertThat(printed.toString())
        .contains("documents     1 added  1 removed  1 changed  1 moved")
        .contains("clauses       1 added  1 removed  1 changed  0 moved")
        .contains("- governed by the laws of Chile = Chile (0.90)")
        .contains("+ governed by the laws of Kenya = Kenya (0.90)")
        .contains("because of: document");
    assertThat(
            Tables.query(
                folder,
                "SELECT subject, kind, causes[1], regexp_extract(uri, '[a-z]+.txt'), value_before,"
                    + " value FROM '"
                    + table
                    + "' ORDER BY ALL"))
        .containsExactly(
            "clause|added|document|new.txt|null|Japan",
            "clause|changed|document|amended.txt|Chile|Kenya",
            "clause|removed|document|gone.txt|Ghana|null",
            "document|added|document|new.txt|null|null",
            "document|changed|document|amended.txt|null|null",
            "document|moved|null|there.txt|null|null",
            "document|removed|document|gone.txt|null|null");
  }

  @Test
  void findsNothingBetweenTwoNightsOverTheSameFolder() throws IOException {
    write("a.txt", "governed by the laws of Chile.");
    run();
    run();

    assertThat(command("diff", out.toString())).isZero();

    assertThat(printed.toString())
        .contains("documents     0 added  0 removed  0 changed  0 moved")
        .contains("clauses       0 added  0 removed  0 changed  0 moved");
  }

  @Test
  void refusesToCompareWhatIsNotThere() throws IOException {
    write("a.txt", "governed by the laws of Chile.");
    run();

    assertThat(command("diff", out.toString())).isEqualTo(2);

    assertThat(printed.toString()).contains("there are not two finished runs in " + out);
  }

  @Test
  void removesOnlyWorkThatNoRunWasMadeFrom() throws IOException {
    write("old.txt", "governed by the laws of Chile.");
    RunReport first = run();
    Files.delete(in.resolve("old.txt"));
    write("kept.txt", "governed by the laws of Peru.");
    run();
    int entries = entries();
    assertThat(command("state", "gc", out.toString(), "--older-than", "0")).isZero();
    assertThat(entries()).as("both runs are still there").isEqualTo(entries);

    delete(first.folder());
    assertThat(command("state", "gc", out.toString())).isZero();
    assertThat(entries()).as("it is recent").isEqualTo(entries);
    assertThat(command("state", "gc", out.toString(), "--older-than", "0", "--dry-run")).isZero();
    assertThat(entries()).as("only said").isEqualTo(entries);
    assertThat(command("state", "gc", out.toString(), "--older-than", "0")).isZero();

    assertThat(entries()).isEqualTo(entries / 2);
    assertThat(printed.toString()).contains("4 entries").contains(" removed");
    int before = KeywordModel.predictions();
    run();
    assertThat(KeywordModel.predictions()).as("what is kept is enough").isEqualTo(before);
  }

  @Test
  void removesNothingWhenItCannotTellWhatARunWasMadeFrom() throws IOException {
    write("a.txt", "governed by the laws of Chile.");
    Path damaged = run().folder().resolve("run.json");
    Files.delete(in.resolve("a.txt"));
    write("b.txt", "governed by the laws of Peru.");
    run();
    Files.writeString(damaged, "{");
    int entries = entries();

    assertThat(command("state", "gc", out.toString(), "--older-than", "0")).isEqualTo(2);

    assertThat(entries()).isEqualTo(entries);
    assertThat(printed.toString())
        .contains("unabridged: cannot tell what the run in " + damaged.getParent())
        .contains("delete its folder if nobody needs it");
  }

  @Test
  void saysWhichCommandFailedByWhichFile() throws IOException {
    write("a.txt", "governed by the laws of Chile.");
    Path damaged = run().folder().resolve("run.json");
    run();
    Files.writeString(damaged, "{");

    assertThat(command("diff", out.toString())).isEqualTo(1);

    assertThat(printed.toString())
        .contains("unabridged: 'unabridged diff' failed: ", damaged + " is damaged: ")
        .doesNotContain("the run failed", "Finished work is kept");
  }

  private RunReport run() {
    RunRequest request =
        RunRequest.of(List.of(in.toString()), out)
            .withModel(KeywordModelProvider.NAME)
            .withRuntime(RuntimeOptions.defaults().withThreads(1));
    try (Machinery machinery = Machinery.start(request)) {
      return Run.of(request).execute(machinery, Run.discover(request));
    }
  }

  private int command(String... arguments) {
    CommandLine command =
        Unabridged.commandLine(Map.of(), new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 100));
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    return command.execute(arguments);
  }

  private int entries() throws IOException {
    try (Stream<Path> files = Files.walk(out.resolve(".state/v1"))) {
      return (int) files.filter(Files::isRegularFile).count();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(in.resolve(name), text);
  }
}
