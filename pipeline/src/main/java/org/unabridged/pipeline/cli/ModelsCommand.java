package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandlers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code unabridged models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    description = "Lists the models that can be used, and what is known of them.")
final class ModelsCommand implements Callable<Integer> {
  private static final int LABEL = 22;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    int columns = spec.usageMessage().width();
    for (ModelDescription model : ModelHandlers.available()) {
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
    out.flush();
    return 0;
  }

  private static void row(PrintWriter out, int columns, String name, String value) {
    List<String> lines = Wrap.lines(value, columns - LABEL - 3);
    for (int i = 0; i < lines.size(); i++) {
      out.printf("  %-" + LABEL + "s %s%n", i == 0 ? name : "", lines.get(i));
    }
  }
}
