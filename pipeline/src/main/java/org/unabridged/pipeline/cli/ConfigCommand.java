package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.pipeline.config.Configuration;
import org.unabridged.pipeline.config.ConfigurationSchema;
import org.unabridged.pipeline.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unabridged config}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    description = {
      "Checks a configuration file, or prints the schema by which an editor can.",
      "A configuration is one YAML mapping; its keys are the flags of 'unabridged run' without"
          + " the dashes, and 'inputs'. $${NAME} is replaced by an environment variable,"
          + " $${NAME:-text} by text if it is not set."
    })
final class ConfigCommand {
  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  ConfigCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a configuration as 'unabridged run' would, with the environment, and prints what is"
            + " set and where. Nothing else is done.",
        "Every mistake is named with its line; the exit code is then 2."
      })
  int check(@Parameters(paramLabel = "FILE", description = "The configuration.") Path file) {
    Settings settings =
        Settings.fromYaml(file, environment).overriddenBy(Settings.fromEnvironment(environment));
    new Configuration(settings).checkAll();
    PrintWriter out = out();
    settings.described().forEach(out::println);
    out.println(file + " is valid.");
    out.flush();
    return 0;
  }

  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = "Prints the JSON schema of a configuration.")
  int schema() {
    PrintWriter out = out();
    out.print(ConfigurationSchema.json());
    out.flush();
    return 0;
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    return spec.commandLine().getOut();
  }
}
