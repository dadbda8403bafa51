package org.unabridged.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.RunChange;
import org.unabridged.outputs.RunDiff;
import org.unabridged.pipeline.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unabridged diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    sortOptions = false,
    description = {
      "Shows what is different between two runs: documents and clauses that were added, removed,"
          + " changed or moved, and whether the document, its parsing, the questions, the model or"
          + " the prompt changed.",
      "With one output folder, compares its last two runs."
    })
final class DiffCommand implements Callable<Integer> {
  private static final int RUNS = 2;

  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "OUT|RUN",
      description =
          "The folders of the earlier and of the later run, or output folders for their newest.")
  private List<Path> runs = List.of();

  @Option(
      names = "--confidence",
      paramLabel = "N",
      description =
          "Leave out clauses of which neither run is as sure as this; 0.5 by default, 0 for all.")
  private double confidence = 0.5;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the differences to this Parquet file too.")
  private @Nullable Path output;

  @Option(names = "--all", description = "List every difference, not only the first of each kind.")
  private boolean all;

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new ConfigurationException(
          "--confidence: must be a number from 0 to 1, not " + confidence);
    }
    List<Path> folders = folders();
    List<RunChange> changes = RunDiff.between(folders.get(0), folders.get(1), confidence);
    if (output != null) {
      RunDiff.write(changes, output.toAbsolutePath());
    }
    PrintWriter out = spec.commandLine().getOut();
    new DiffView(out, terminal, all).print(name(folders.get(0)), name(folders.get(1)), changes);
    out.flush();
    return 0;
  }

  private List<Path> folders() throws IOException {
    if (runs.size() == RUNS) {
      return List.of(RunFolder.at(runs.get(0)).folder(), RunFolder.at(runs.get(1)).folder());
    }
    List<Path> finished = finished(runs.get(0).resolve("runs"));
    if (finished.size() < RUNS) {
      throw new ConfigurationException(
          "there are not two finished runs in "
              + runs.get(0)
              + ": name the folders of two runs, the earlier first");
    }
    return finished.subList(finished.size() - RUNS, finished.size());
  }

  /** Names of runs begin with the time of their start. */
  private static List<Path> finished(Path folder) throws IOException {
    List<Path> finished = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(folder, each -> Files.exists(each.resolve("run.json")))) {
        found.forEach(finished::add);
      }
    }
    finished.removeIf(each -> String.valueOf(each.getFileName()).startsWith("."));
    Collections.sort(finished);
    return finished;
  }

  private static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }
}
