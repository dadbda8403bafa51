package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Finding;
import org.unabridged.inference.Finding.Verdict;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.pipeline.config.Configuration;
import org.unabridged.pipeline.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unabridged doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    sortOptions = false,
    description = {
      "Tries whether everything is there that a run with this configuration needs.",
      "A model on a server is asked for real: whether it is reachable and has the model, its real"
          + " window, token counts, structured answers, whether a text of a chosen length is read"
          + " whole, the prefix cache, and tokens a second. This costs what a document of that"
          + " length costs twice."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is well, perhaps with warnings", "1:something a run needs is missing"})
final class DoctorCommand implements Callable<Integer> {
  private static final int SUBJECT = 20;

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Length of the text for the check of whole reading; 4000 by default.")
  private long tokens;

  DoctorCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    Configuration configuration =
        new Configuration(SettingOptions.read(spec.commandLine().getParseResult(), environment));
    configuration.check();
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    Path output = configuration.output();
    if (output != null) {
      findings.add(writable(output));
    }
    findings.addAll(model(configuration));
    int width = spec.usageMessage().width();
    findings.forEach(finding -> print(out, width, finding));
    out.flush();
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.BAD)
        ? Unabridged.FAILED
        : 0;
  }

  private static Finding java() {
    return new Finding(
        "java",
        Verdict.GOOD,
        "%s, %d processors, %d MiB heap"
            .formatted(
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20));
  }

  private static Finding writable(Path output) {
    Path there = output.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    boolean good = there != null && Files.isDirectory(there) && Files.isWritable(there);
    return new Finding(
        "output folder",
        good ? Verdict.GOOD : Verdict.BAD,
        good ? output.toString() : output + " can not be written to");
  }

  private List<Finding> model(Configuration configuration) {
    try {
      return ModelHandlers.examine(
          configuration.model(), configuration.runtime(), Math.max(1, tokens));
    } catch (ConfigurationException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      return List.of(new Finding("model", Verdict.BAD, String.valueOf(e.getMessage())));
    }
  }

  private static void print(PrintWriter out, int width, Finding finding) {
    String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
    List<String> lines = Wrap.lines(finding.detail(), Math.max(20, width - SUBJECT - 12));
    for (int i = 0; i < lines.size(); i++) {
      out.printf(
          "%-8s %-" + SUBJECT + "s %s%n",
          i == 0 ? verdict : "",
          i == 0 ? finding.subject() : "",
          lines.get(i));
    }
  }
}
