package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.InputFile;
import org.unabridged.pipeline.Machinery;
import org.unabridged.pipeline.Run;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.admission.Explanation;
import org.unabridged.pipeline.admission.Retry;
import org.unabridged.pipeline.config.Configuration;
import org.unabridged.pipeline.monitoring.MonitoredRun;
import org.unabridged.pipeline.state.OutputLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unabridged run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    sortOptions = false,
    description = {
      "Reads every file of the inputs whole and writes the tables of clauses, answers and"
          + " summaries to OUT/runs/<run id>; OUT/latest points there.",
      "Finished work is kept in OUT/.state: the same command again, after a kill too, does only"
          + " what is missing."
    },
    footerHeading = "%nConfiguration:%n",
    footer = {
      "  Every option can also be a key in the YAML file given with --config (group-by: folder)"
          + " or an environment variable (UNABRIDGED_GROUP_BY=folder). Flags are stronger than the"
          + " environment, which is stronger than the file."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all done",
      "1:the run failed",
      "2:wrong usage or configuration; nothing was done",
      "3:done, with failed documents, or some left for the next run (listed on stderr and in the"
          + " table 'documents')"
    })
final class RunCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "INPUT",
      arity = "0..*",
      description =
          "Files, folders (with everything below them) and globs such as 'in/**/*.pdf'; those of"
              + " the configuration by default.")
  private List<String> inputs = List.of();

  @Option(
      names = "--retry-failed",
      description =
          "Do again only what failed or was left over in the last run; what is new waits for"
              + " another run. Finished results are reported as always.")
  private boolean retryFailed;

  @Option(
      names = "--explain",
      description = "First print, for each file, whether it is done again, and why.")
  private boolean explain;

  RunCommand(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Configuration configuration =
        new Configuration(
            SettingOptions.read(commandSpec().commandLine().getParseResult(), environment));
    // Before anything starts that would have to be stopped again.
    configuration.check();
    try (Machinery machinery =
        Machinery.start(configuration.model(), configuration.runtime(), configuration.parser())) {
      return run(machinery, configuration.request(inputs), configuration);
    }
  }

  private void explain(Explanation explanation) {
    out()
        .printf(
            "%-9s %s: %s%n",
            explanation.decision().name().toLowerCase(Locale.ROOT),
            explanation.uri(),
            explanation.reason());
  }

  private int run(Machinery machinery, RunRequest wanted, Configuration configuration) {
    RunRequest request =
        retryFailed ? wanted.withAdmission(wanted.admission().withRetry(Retry.FAILED)) : wanted;
    Run run = explain ? Run.explained(request, this::explain) : Run.of(request);
    boolean json = configuration.logsJson();
    if (json) {
      Logging.json(run.runId());
    }
    try (MonitoredRun monitored =
        MonitoredRun.of(configuration.monitoring(), request, run.runId())) {
      RunReport report;
      try {
        report = execute(run, machinery, request, monitored, json);
      } catch (RuntimeException | Error e) {
        int exitCode = Unabridged.exitCode(e);
        RunLog.failed(e);
        monitored.failed(exitCode, e);
        if (json) {
          return exitCode;
        }
        throw e;
      }
      return completed(report, monitored, json);
    }
  }

  private RunReport execute(
      Run run, Machinery machinery, RunRequest request, MonitoredRun monitored, boolean json) {
    List<InputFile> files = Run.discover(request);
    RunLog.started(request, files.size());
    try (OutputLock lock = run.lock()) {
      monitored.begin(files.size());
      try (ProgressDisplay display =
          json
              ? ProgressDisplay.inLog(run.runId(), files)
              : ProgressDisplay.start(run.runId(), files, err(), terminal)) {
        return run.execute(machinery, files, lock);
      }
    }
  }

  private int completed(RunReport report, MonitoredRun monitored, boolean json) {
    Summary summary = new Summary(out(), err());
    if (json) {
      report.failedDocuments().forEach(RunLog::failed);
    } else {
      summary.printProblems(report);
    }
    summary.print(report);
    RunLog.completed(report);
    int exitCode = report.failed() == 0 ? 0 : Unabridged.FAILED_DOCUMENTS;
    monitored.completed(report, exitCode);
    return exitCode;
  }

  private PrintWriter out() {
    return commandSpec().commandLine().getOut();
  }

  private PrintWriter err() {
    return commandSpec().commandLine().getErr();
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    return spec;
  }
}
