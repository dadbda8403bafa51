package org.unabridged.pipeline.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unabridged report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    sortOptions = false,
    description =
        "Writes the report of a run again: one HTML file that opens from disk and loads nothing.")
final class ReportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "OUT|RUN",
      description = "An output folder, for its newest run, or the folder of a run.")
  private Path where = Path.of("");

  @Option(
      names = "--compare",
      paramLabel = "OUT|RUN",
      description = "Say what changed since this run.")
  private @Nullable Path previous;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write; report.html in the folder of the run by default.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    Path run = RunFolder.at(where).folder();
    HtmlReport report = HtmlReport.of(run);
    if (previous != null) {
      report = report.comparedWith(RunFolder.at(previous).folder());
    }
    Path file = output == null ? run.resolve(HtmlReport.FILE) : output.toAbsolutePath();
    report.write(file);
    spec.commandLine().getOut().println(file);
    return 0;
  }
}
