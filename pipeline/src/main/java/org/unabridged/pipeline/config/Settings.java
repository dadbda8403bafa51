package org.unabridged.pipeline.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values as they were written, each with where it was written. Immutable. */
public final class Settings {
  /** What the launcher understands; not settings of the program. */
  private static final Set<String> OF_THE_LAUNCHER = Set.of("UNABRIDGED_JVM_FLAGS");

  /** Far above any real configuration, far below what could hurt. */
  private static final long MAXIMUM_FILE_BYTES = 1 << 20;

  private final Map<Setting, Value> values;

  /**
   * One value.
   *
   * @param text as written
   * @param source where, for messages
   * @param base the folder to which a relative path belongs; empty for the current one
   */
  record Value(String text, String source, Path base) {}

  private Settings(Map<Setting, Value> values) {
    this.values = values;
  }

  /** Nothing set. */
  public static Settings none() {
    return new Settings(Map.of());
  }

  /**
   * Reads a YAML file of one mapping. Relative paths in it belong to the file's folder.
   *
   * @throws ConfigurationException if it cannot be read or holds anything unknown
   */
  public static Settings fromYaml(Path file) {
    JsonNode root = read(file);
    if (root.isMissingNode() || root.isNull()) {
      return none();
    }
    if (!root.isObject()) {
      throw new ConfigurationException(
          file + ": must be a mapping with keys among " + allowed(Setting.keys()));
    }
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    Path folder = file.toAbsolutePath().resolveSibling("");
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      Setting setting = setting(entry.getKey(), file.toString());
      if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
        throw new ConfigurationException(file + ": '" + entry.getKey() + "' must have one value");
      }
      String text = entry.getValue().asText();
      values.put(setting, new Value(text, "'" + entry.getKey() + "' in " + file, folder));
    }
    return new Settings(values);
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
    return new Settings(values);
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
    return new Settings(values);
  }

  /** These, overridden by others that are stronger. */
  public Settings overriddenBy(Settings stronger) {
    Map<Setting, Value> merged = new EnumMap<>(Setting.class);
    merged.putAll(values);
    merged.putAll(stronger.values);
    return new Settings(Collections.unmodifiableMap(merged));
  }

  @Nullable Value find(Setting setting) {
    return values.get(setting);
  }

  private static JsonNode read(Path file) {
    try {
      if (Files.size(file) > MAXIMUM_FILE_BYTES) {
        throw new ConfigurationException(
            file + ": larger than " + MAXIMUM_FILE_BYTES + " bytes, which no configuration needs");
      }
      return YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readTree(Files.readAllBytes(file));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new ConfigurationException(file + ": not valid YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "cannot read the configuration file " + file + " (" + e + ")", e);
    }
  }

  private static Setting setting(String key, String source) {
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(key)) {
        return setting;
      }
    }
    throw unknown(source + ": unknown key '" + key + "'", key, Setting.keys());
  }

  private static void rejectUnknown(Set<String> variables) {
    List<String> known =
        java.util.Arrays.stream(Setting.values()).map(Setting::environmentVariable).toList();
    for (String variable : variables) {
      if (variable.startsWith(Setting.ENVIRONMENT_PREFIX)
          && !known.contains(variable)
          && !OF_THE_LAUNCHER.contains(variable)) {
        throw unknown("unknown environment variable " + variable, variable, known);
      }
    }
  }

  private static ConfigurationException unknown(
      String problem, String word, Collection<String> allowed) {
    String guess = Closest.to(word, allowed).map(near -> "; did you mean " + near + "?").orElse("");
    return new ConfigurationException(problem + guess + " Allowed: " + allowed(allowed));
  }

  private static String allowed(Collection<String> keys) {
    return String.join(", ", keys);
  }
}
