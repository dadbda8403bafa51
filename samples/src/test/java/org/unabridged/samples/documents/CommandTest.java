package org.unabridged.samples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, as a process of its own, with the sample configurations. */
class CommandTest {

  @TempDir private Path folder;

  @Test
  void readsAnAgreementWithItsAmendmentsAsOneContext() throws Exception {
    Finished run =
        unabridged(
            "run",
            "documents/master-agreement",
            "--config",
            "configurations/agreement-sets.yaml",
            "-o",
            folder.resolve("out").toString());

    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stderr()).contains("parking-spaces");
    try (Tables tables = new Tables().with(folder.resolve("out/latest"), "")) {
      assertThat(tables.column("select len(document_ids) from contexts")).containsExactly("3");
      assertThat(
              tables.column(
                  "select distinct state from answers where question_id = 'parking-spaces'"))
          .containsExactly("not_supported");
      assertThat(tables.count("from answers")).isEqualTo(3 * 6);
    }
    assertThat(folder.resolve("out/latest/arrow/clauses")).isDirectoryContaining("glob:**.arrow");
  }

  @Test
  void saysWhichDocumentsFailedAndEndsWithThree() throws Exception {
    Finished run =
        unabridged(
            "run",
            "documents/unreadable",
            "--config",
            "configurations/nightly.yaml",
            "-o",
            folder.resolve("out").toString());

    assertThat(run.exitCode()).as(run.stderr()).isEqualTo(3);
    assertThat(run.stderr()).contains("encrypted-lease.pdf", "truncated-contract.doc", "empty.txt");
  }

  @Test
  void acceptsTheSampleConfigurations() throws Exception {
    for (String name : List.of("nightly", "agreement-sets")) {
      Finished check = unabridged("config", "check", "configurations/" + name + ".yaml");
      assertThat(check.exitCode()).as(check.stderr()).isZero();
    }
  }

  @Test
  void printsTheSchemaThatIsKeptForEditors() throws Exception {
    Finished schema = unabridged("config", "schema");
    assertThat(schema.stdout())
        .as("write it anew: unabridged config schema > configurations/unabridged.schema.json")
        .isEqualTo(Files.readString(Path.of("configurations/unabridged.schema.json")));
  }

  private Finished unabridged(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            "org.unabridged.pipeline.cli.Unabridged"));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private record Finished(int exitCode, String stdout, String stderr) {}
}
