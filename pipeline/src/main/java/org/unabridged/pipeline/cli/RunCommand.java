package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.InputFile;
import org.unabridged.pipeline.Machinery;
import org.unabridged.pipeline.Run;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.config.Configuration;
import org.unabridged.pipeline.config.Setting;
import org.unabridged.pipeline.config.Settings;
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
      "3:done, with failed documents (listed on stderr and in the table 'documents')"
    })
final class RunCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description = "Files, folders (with everything below them) and globs such as 'in/**/*.pdf'.")
  private List<String> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "Output folder; made when it is missing.")
  private @Nullable String output;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model: clause-moe, the bundled one (default); see 'unabridged models'.")
  private @Nullable String model;

  @Option(
      names = "--questions",
      paramLabel = "FILE",
      description = "Question set in YAML; the 41 clause types of CUAD by default.")
  private @Nullable String questions;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "parquet (default), arrow or both.")
  private @Nullable String format;

  @Option(
      names = "--group-by",
      paramLabel = "WHAT",
      description =
          "What the model reads in one pass: each document (default), or all documents of a folder"
              + " together, such as an agreement with its amendments.")
  private @Nullable String groupBy;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the model; all processors by default.")
  private @Nullable String threads;

  @Option(
      names = "--parse-timeout",
      paramLabel = "TIME",
      description = "Longest time for one file, such as 90s or 5m; 2m by default.")
  private @Nullable String parseTimeout;

  @Option(
      names = "--parser-heap",
      paramLabel = "MIB",
      description = "Heap of a parser process in MiB; 512 by default.")
  private @Nullable String parserHeap;

  @Option(
      names = "--parser-processes",
      paramLabel = "N",
      description = "Parser processes side by side; 1 by default.")
  private @Nullable String parserProcesses;

  @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML.")
  private @Nullable Path config;

  RunCommand(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Configuration configuration = new Configuration(settings());
    try (Machinery machinery =
        Machinery.start(configuration.model(), configuration.runtime(), configuration.parser())) {
      return run(machinery, configuration.request(inputs));
    }
  }

  private int run(Machinery machinery, RunRequest request) {
    List<InputFile> files = Run.discover(request);
    Run run = Run.of(request);
    Summary summary = new Summary(out(), err(), terminal);
    RunReport report;
    try (ProgressDisplay display = ProgressDisplay.start(run.runId(), files, err(), terminal)) {
      report = run.execute(machinery, files);
    }
    summary.print(report);
    return report.failed() == 0 ? 0 : Unabridged.FAILED_DOCUMENTS;
  }

  private Settings settings() {
    Map<Setting, @Nullable String> flags = new EnumMap<>(Setting.class);
    flags.put(Setting.OUTPUT, output);
    flags.put(Setting.MODEL, model);
    flags.put(Setting.QUESTIONS, questions);
    flags.put(Setting.FORMAT, format);
    flags.put(Setting.GROUP_BY, groupBy);
    flags.put(Setting.THREADS, threads);
    flags.put(Setting.PARSE_TIMEOUT, parseTimeout);
    flags.put(Setting.PARSER_HEAP, parserHeap);
    flags.put(Setting.PARSER_PROCESSES, parserProcesses);
    Settings file = config == null ? Settings.none() : Settings.fromYaml(config);
    return file.overriddenBy(Settings.fromEnvironment(environment))
        .overriddenBy(Settings.fromFlags(flags));
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
