package org.unabridged.pipeline.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unabridged.pipeline.config.Setting;
import org.unabridged.pipeline.config.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** One option for each setting, the same in every command that takes settings. */
final class SettingOptions {
  private static final String CONFIG = "--config";

  private SettingOptions() {}

  /** Adds the options to some of a command's subcommands. */
  static void addTo(CommandLine command, String... subcommands) {
    for (String name : subcommands) {
      addTo(Objects.requireNonNull(command.getSubcommands().get(name), name).getCommandSpec());
    }
  }

  private static void addTo(CommandSpec command) {
    for (Setting setting : Setting.values()) {
      OptionSpec.Builder option =
          setting == Setting.OUTPUT
              ? OptionSpec.builder("-o", flag(setting))
              : OptionSpec.builder(flag(setting));
      option.description(setting.description());
      command.addOption(
          setting == Setting.AIR_GAPPED
              ? option.type(Boolean.class).arity("0").build()
              : option.type(String.class).paramLabel(setting.label()).build());
    }
    command.addOption(
        OptionSpec.builder(CONFIG)
            .type(Path.class)
            .paramLabel("FILE")
            .description("Configuration in YAML; see 'unabridged config'.")
            .build());
  }

  /**
   * What a command was told: in its configuration file, in the environment and by its flags.
   *
   * @throws org.unabridged.pipeline.config.ConfigurationException if any of it is unknown
   */
  static Settings read(ParseResult command, Map<String, String> environment) {
    Map<Setting, @Nullable String> flags = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Object value = command.<@Nullable Object>matchedOptionValue(flag(setting), null);
      flags.put(setting, value == null ? null : value.toString());
    }
    Path file = command.<@Nullable Path>matchedOptionValue(CONFIG, null);
    return (file == null ? Settings.none() : Settings.fromYaml(file, environment))
        .overriddenBy(Settings.fromEnvironment(environment))
        .overriddenBy(Settings.fromFlags(flags));
  }

  private static String flag(Setting setting) {
    return "--" + setting.key();
  }
}
