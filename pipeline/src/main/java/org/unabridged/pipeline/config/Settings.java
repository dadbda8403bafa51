package org.unabridged.pipeline.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values as they were written, each with where it was written. Immutable. */
public final class Settings {
  /** In a file, what the command line has as its arguments. */
  static final String INPUTS = "inputs";

  /** What the launcher and the notebooks understand; not settings of the program. */
  private static final Set<String> OF_OTHERS = Set.of("UNABRIDGED_JVM_FLAGS", "UNABRIDGED_OUT");

  private static final Set<Setting> PATHS =
      EnumSet.of(
          Setting.OUTPUT,
          Setting.STATE,
          Setting.QUESTIONS,
          Setting.PROFILES,
          Setting.KEY_FILE,
          Setting.CERTIFICATES,
          Setting.PROXY_USER_FILE);

  /** They change no result, and their addresses and commands may hold secrets. */
  private static final Set<Setting> WHO_IS_TOLD =
      EnumSet.of(
          Setting.LOG_FORMAT,
          Setting.METRICS_FILE,
          Setting.METRICS_ADDRESS,
          Setting.WEBHOOK,
          Setting.ON_COMPLETION);

  private static final Pattern ADDRESS =
      Pattern.compile("(\\w[\\w+.-]*://)(?:[^/@]*@)?([^?#]*).*", Pattern.DOTALL);

  private final List<Value> inputs;
  private final Map<Setting, Value> values;

  /**
   * One value.
   *
   * @param text as written, with environment variables put in
   * @param source where, for messages
   * @param base the folder to which a relative path belongs; empty for the current one
   */
  record Value(String text, String source, Path base) {
    String path() {
      return base.resolve(text).toString();
    }

    /** What is wrong about it; empty if the setting can have it. */
    Optional<String> wrong(Setting setting) {
      return setting.allowed().allow(text.strip())
          ? Optional.empty()
          : Optional.of(
              source
                  + ": must be "
                  + setting.allowed().described()
                  + ", not '"
                  + text.strip()
                  + "'");
    }
  }

  private Settings(List<Value> inputs, Map<Setting, Value> values) {
    this.inputs = List.copyOf(inputs);
    this.values = Collections.unmodifiableMap(values);
  }

  /** Nothing set. */
  public static Settings none() {
    return new Settings(List.of(), Map.of());
  }

  /**
   * Reads a YAML file of one mapping. Relative paths in it belong to the file's folder.
   *
   * @param environment for {@link Variables} in the values
   * @throws ConfigurationException if it cannot be read or holds anything unknown; names all that
   *     is wrong
   */
  public static Settings fromYaml(Path file, Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    List<Value> inputs = new ArrayList<>();
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    for (YamlFile.Entry entry : YamlFile.read(file, problems)) {
      try {
        List<Value> read = values(entry, file, environment);
        if (entry.key().equals(INPUTS)) {
          inputs.addAll(read);
        } else {
          values.put(setting(entry, file), only(read, entry, file));
        }
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      values.forEach((setting, value) -> value.wrong(setting).ifPresent(problems::add));
      throw ConfigurationException.of(problems);
    }
    return new Settings(inputs, values);
  }

  /**
   * Takes {@code UNABRIDGED_…} from an environment.
   *
   * @throws ConfigurationException if one of them is unknown
   */
  public static Settings fromEnvironment(Map<String, String> environment) {
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String text = environment.get(setting.environmentVariable());
      if (text != null) {
        values.put(
            setting,
            new Value(text, "environment variable " + setting.environmentVariable(), Path.of("")));
      }
    }
    rejectUnknown(environment.keySet());
    return new Settings(List.of(), values);
  }

  /** Takes what was given on the command line; null values were not given. */
  public static Settings fromFlags(Map<Setting, @Nullable String> flags) {
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    flags.forEach(
        (setting, text) -> {
          if (text != null) {
            values.put(setting, new Value(text, "--" + setting.key(), Path.of("")));
          }
        });
    return new Settings(List.of(), values);
  }

  /** These, overridden by others that are stronger. */
  public Settings overriddenBy(Settings stronger) {
    Map<Setting, Value> merged = new EnumMap<>(Setting.class);
    merged.putAll(values);
    merged.putAll(stronger.values);
    return new Settings(stronger.inputs.isEmpty() ? inputs : stronger.inputs, merged);
  }

  /** Each value that was set and where, in the order of the settings. */
  public List<String> described() {
    return Stream.concat(
            inputs.stream()
                .map(value -> INPUTS + ": " + value.path() + " (" + value.source() + ")"),
            values.entrySet().stream().map(Settings::described))
        .toList();
  }

  private static String described(Map.Entry<Setting, Value> entry) {
    Value value = entry.getValue();
    return entry.getKey().key() + ": " + value.text() + " (" + value.source() + ")";
  }

  /**
   * What a configuration file, wherever it is, has to say so that the same is done again, but for
   * flags that no file can have.
   *
   * @param files the inputs
   */
  Map<String, Object> repeatable(List<String> files) {
    Map<String, Object> again = new LinkedHashMap<>();
    again.put(
        INPUTS,
        files.stream()
            .map(Settings::absolute)
            .map(Settings::withoutSecrets)
            .map(Variables::quote)
            .toList());
    values.forEach(
        (setting, value) -> {
          if (!WHO_IS_TOLD.contains(setting)) {
            String text = PATHS.contains(setting) ? absolute(value.path()) : value.text();
            again.put(setting.key(), Variables.quote(withoutSecrets(text)));
          }
        });
    return again;
  }

  /** An address without the user and the query that it may have; another text as it is. */
  private static String withoutSecrets(String text) {
    Matcher address = ADDRESS.matcher(text);
    return address.matches() ? address.group(1) + address.group(2) : text;
  }

  private static String absolute(String path) {
    return path.contains("://") ? path : Path.of(path).toAbsolutePath().toString();
  }

  /** Files, folders and globs from a file, relative ones made absolute; may be empty. */
  List<String> inputs() {
    return inputs.stream().map(Value::path).toList();
  }

  @Nullable Value find(Setting setting) {
    return values.get(setting);
  }

  /** All keys of a file. */
  static List<String> keys() {
    return Stream.concat(Stream.of(INPUTS), Arrays.stream(Setting.values()).map(Setting::key))
        .toList();
  }

  private static List<Value> values(
      YamlFile.Entry entry, Path file, Map<String, String> environment) {
    String source = file + ":" + entry.line() + ": '" + entry.key() + "'";
    if (entry.values() == null) {
      throw new IllegalArgumentException(
          source
              + (entry.key().equals(INPUTS)
                  ? " must have one value or a list"
                  : " must have one value"));
    }
    Path folder = file.toAbsolutePath().resolveSibling("");
    List<Value> values = new ArrayList<>();
    for (String text : entry.values()) {
      try {
        values.add(new Value(Variables.replace(text, environment), source, folder));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
      }
    }
    return values;
  }

  private static Value only(List<Value> values, YamlFile.Entry entry, Path file) {
    if (entry.form() == YamlFile.Form.LIST) {
      throw new IllegalArgumentException(
          file + ":" + entry.line() + ": '" + entry.key() + "' must have one value, not a list");
    }
    return values.get(0);
  }

  private static Setting setting(YamlFile.Entry entry, Path file) {
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(entry.key())) {
        return setting;
      }
    }
    throw new IllegalArgumentException(
        unknown(
            file + ":" + entry.line() + ": unknown key '" + entry.key() + "'",
            entry.key(),
            keys()));
  }

  private static void rejectUnknown(Set<String> variables) {
    List<String> known = Arrays.stream(Setting.values()).map(Setting::environmentVariable).toList();
    List<String> problems = new ArrayList<>();
    for (String variable : variables) {
      if (variable.startsWith(Setting.ENVIRONMENT_PREFIX)
          && !known.contains(variable)
          && !OF_OTHERS.contains(variable)) {
        problems.add(unknown("unknown environment variable " + variable, variable, known));
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(problems);
    }
  }

  private static String unknown(String problem, String word, Collection<String> allowed) {
    String guess = Closest.to(word, allowed).map(near -> "; did you mean " + near + "?").orElse("");
    return problem + guess + " Allowed: " + String.join(", ", allowed);
  }
}
