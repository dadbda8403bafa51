package org.unabridged.samples.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the notebooks from top to bottom with nbconvert, as an analyst would. */
record Notebooks(Path scratch) {
  private static final Path FOLDER = Path.of("notebooks").toAbsolutePath();
  private static final String NEEDED =
      "import nbconvert, ipykernel, pandas, polars, duckdb, pyarrow, matplotlib";

  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  /** Skips, and says so, where there is no Python with what the notebooks need. */
  void assumePython() throws Exception {
    if (run(List.of("python3", "-c", NEEDED), scratch) != 0) {
      String skipped = "SKIPPED: needs python3 with all of '" + NEEDED + "'";
      System.out.println("!!! " + skipped + "; no notebook was run.");
      assumeThat(false).as(skipped).isTrue();
    }
  }

  /**
   * Executes a notebook over an output folder.
   *
   * @return the executed notebook as JSON
   */
  String execute(Path notebook, Path output) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("python3", "-m", "nbconvert", "--to", "notebook", "--execute"));
    command.addAll(List.of(notebook.toString(), "--output-dir", scratch.toString()));
    int code = run(command, output);
    assertThat(code).as(notebook + ": " + Files.readString(scratch.resolve("log"))).isZero();
    return Files.readString(scratch.resolve(notebook.getFileName()));
  }

  private int run(List<String> command, Path output) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("log").toFile());
    builder.environment().put("UNABRIDGED_OUT", output.toString());
    builder.environment().put("IPYTHONDIR", scratch.resolve("ipython").toString());
    builder.environment().remove("MPLBACKEND");
    try {
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    }
  }
}
