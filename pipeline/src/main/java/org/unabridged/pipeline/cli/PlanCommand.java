package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.pipeline.Machinery;
import org.unabridged.pipeline.Plan;
import org.unabridged.pipeline.PlanReport;
import org.unabridged.pipeline.Run;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.admission.Retry;
import org.unabridged.pipeline.config.Configuration;
import org.unabridged.pipeline.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unabridged plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    sortOptions = false,
    description = {
      "Says what 'run' with the same arguments would do: which files have to be read and why, how"
          + " long they are, which window of the model each takes, and the tokens, money and time"
          + " that this will take.",
      "Files are parsed for that, which the run is then spared; nothing is written but the store of"
          + " finished work. A run can start meanwhile."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:planned", "1:planning failed", "2:wrong usage or configuration"})
final class PlanCommand implements Callable<Integer> {
  private static final int SAMPLES = 6;

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "INPUT",
      arity = "0..*",
      description = "Files, folders and globs, as for 'run'.")
  private List<String> inputs = List.of();

  @Option(
      names = "--calibrate",
      paramLabel = "N",
      description =
          "Read so many of the documents to measure how fast the model is on this machine; 0 to"
              + " take what the last run says. By default "
              + SAMPLES
              + ", and 0 for models on servers, where it costs money.")
  private @Nullable Integer samples;

  @Option(
      names = "--retry-failed",
      description = "Plan a run that does again only what failed or was left over.")
  private boolean retryFailed;

  @Option(names = "--explain", description = "Also list every file with what is done and why.")
  private boolean explain;

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean json;

  PlanCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    if (samples != null && samples < 0) {
      throw new ConfigurationException("--calibrate: must not be negative, but is " + samples);
    }
    Configuration configuration =
        new Configuration(SettingOptions.read(spec.commandLine().getParseResult(), environment));
    RunRequest wanted = configuration.request(inputs);
    RunRequest request =
        retryFailed ? wanted.withAdmission(wanted.admission().withRetry(Retry.FAILED)) : wanted;
    try (Machinery machinery = Machinery.start(request)) {
      print(
          Plan.of(request, samples(request), machinery, Run.discover(request)),
          spec.commandLine().getOut());
    }
    return 0;
  }

  private int samples(RunRequest request) {
    if (samples != null) {
      return samples;
    }
    return ModelHandlers.isServed(request.model()) ? 0 : SAMPLES;
  }

  private void print(PlanReport plan, PrintWriter out) {
    if (json) {
      out.println(PlanJson.of(plan));
    } else {
      new PlanView(plan, out).print(explain);
    }
    out.flush();
  }
}
