package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.CacheFormat;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.ModelSpeed;
import org.unabridged.inference.RuntimeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code unabridged models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    description =
        "Lists the models that can be used, and what is known of them; of a model in a file, what"
            + " it is, and what it needs and does on this machine.")
final class ModelsCommand implements Callable<Integer> {
  private static final int LABEL = 26;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "GGUF files to describe, with or without qwen3.5: before the path.")
  private List<String> files = List.of();

  @Option(
      names = "--measure",
      description = "Measure for some seconds how fast these files' models run on this machine.")
  private boolean measure;

  @Option(
      names = "--kv-cache",
      paramLabel = "FORMAT",
      converter = CacheConverter.class,
      description = "Describe and measure with keys and values in f16 (default) or q8_0.")
  private CacheFormat cache = CacheFormat.F16;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    if (measure && files.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--measure needs a FILE");
    }
    PrintWriter out = spec.commandLine().getOut();
    int columns = spec.usageMessage().width();
    if (files.isEmpty()) {
      ModelHandlers.available().forEach(model -> describe(out, columns, model));
      ModelHandlers.served().forEach((name, profiles) -> served(out, columns, name, profiles));
    }
    for (String file : files) {
      describeFile(spec, out, columns, file);
    }
    out.flush();
    return 0;
  }

  /** As the setting of that name. */
  private static final class CacheConverter implements ITypeConverter<CacheFormat> {
    @Override
    public CacheFormat convert(String value) {
      return Arrays.stream(CacheFormat.values())
          .filter(format -> format.label().equals(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("must be f16 or q8_0, not '" + value + "'"));
    }
  }

  private static void served(PrintWriter out, int columns, String name, List<String> profiles) {
    out.println(name + ":PROFILE");
    row(out, columns, "engine", "a server with OpenAI's API, given with --endpoint");
    row(out, columns, "profiles", String.join(", ", profiles));
  }

  private void describeFile(CommandSpec command, PrintWriter out, int columns, String file) {
    try {
      RuntimeOptions options = RuntimeOptions.defaults().withCache(cache);
      describe(out, columns, ModelHandlers.describe(file, options));
      if (measure) {
        speed(out, columns, ModelHandlers.measure(file, options));
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private static void describe(PrintWriter out, int columns, ModelDescription model) {
    out.println(model.name());
    row(out, columns, "engine", model.engine());
    row(out, columns, "window", ProgressDisplay.grouped(model.window()) + " tokens");
    row(out, columns, "fingerprint", model.fingerprint());
    model.details().forEach((name, value) -> row(out, columns, name, value));
    row(
        out,
        columns,
        "questions",
        model.supportedQuestionIds().isEmpty()
            ? "any"
            : String.join(", ", model.supportedQuestionIds()));
  }

  private static void speed(PrintWriter out, int columns, ModelSpeed speed) {
    row(
        out,
        columns,
        "speed, reading",
        rate(speed.readPerSecond(), speed.tokensRead()) + on(speed));
    row(
        out,
        columns,
        "speed, writing",
        rate(speed.writtenPerSecond(), speed.tokensWritten()) + on(speed));
  }

  private static String rate(double perSecond, int tokens) {
    return String.format(Locale.ROOT, "%.1f tokens/s over %d tokens", perSecond, tokens);
  }

  private static String on(ModelSpeed speed) {
    return " (" + speed.engine() + ", " + speed.threads() + " threads)";
  }

  private static void row(PrintWriter out, int columns, String name, String value) {
    List<String> lines = Wrap.lines(value, columns - LABEL - 3);
    for (int i = 0; i < lines.size(); i++) {
      out.printf("  %-" + LABEL + "s %s%n", i == 0 ? name : "", lines.get(i));
    }
  }
}
