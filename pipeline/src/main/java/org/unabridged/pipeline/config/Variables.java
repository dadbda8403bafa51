package org.unabridged.pipeline.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables into texts: <code>${NAME}</code>, or <code>${NAME:-otherwise}</code>
 * for one that may not be set. <code>$${</code> stands for <code>${</code>.
 */
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$?\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\\})?");

  private Variables() {}

  /**
   * A text with its references replaced.
   *
   * @throws IllegalArgumentException if a variable is not set, or a reference is not well-formed
   */
  static String replace(String text, Map<String, String> environment) {
    return REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(of(match, environment)));
  }

  /** A text that {@link #replace} makes this one of. */
  static String quote(String text) {
    return text.replace("${", "$${");
  }

  private static String of(java.util.regex.MatchResult match, Map<String, String> environment) {
    if (match.group().startsWith("$$")) {
      return match.group().substring(1);
    }
    String name = match.group(1);
    if (name == null) {
      throw new IllegalArgumentException(
          "'${' must be followed by a name and '}'; write $${ for ${ itself");
    }
    String value = environment.get(name);
    if (value != null && !(value.isEmpty() && match.group(2) != null)) {
      return value;
    }
    if (match.group(2) == null) {
      throw new IllegalArgumentException(
          "environment variable " + name + " is not set; write ${" + name + ":-…} for a default");
    }
    return match.group(3);
  }
}
