package org.unabridged.pipeline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Everything that can be set, by one name in all places: {@code group-by} in YAML, {@code
 * UNABRIDGED_GROUP_BY}, {@code --group-by}.
 */
public enum Setting {
  /** The output folder. */
  OUTPUT,
  /** Name of the model. */
  MODEL,
  /** A question set in YAML. */
  QUESTIONS,
  /** {@code parquet}, {@code arrow} or {@code both}. */
  FORMAT,
  /** {@code document} or {@code folder}. */
  GROUP_BY,
  /** Threads of the model. */
  THREADS,
  /** Longest time for one file. */
  PARSE_TIMEOUT,
  /** Heap of a parser process in MiB. */
  PARSER_HEAP,
  /** Parser processes side by side. */
  PARSER_PROCESSES;

  static final String ENVIRONMENT_PREFIX = "UNABRIDGED_";

  /** Its name in YAML; with two dashes before it, the flag. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String environmentVariable() {
    return ENVIRONMENT_PREFIX + name();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }
}
