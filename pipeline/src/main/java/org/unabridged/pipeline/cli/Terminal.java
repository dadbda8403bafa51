package org.unabridged.pipeline.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is known of the other end of the standard streams.
 *
 * @param stdout where results go
 * @param stderr where progress goes
 * @param columns width for text
 */
record Terminal(Kind stdout, Kind stderr, int columns) {
  static final int DEFAULT_COLUMNS = 80;

  private static final Pattern STEERING =
      Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069&&[^\\s]]");

  /** What a stream is connected to. */
  enum Kind {
    /** Someone is looking. */
    TERMINAL,
    /** A file or another program. */
    FILE
  }

  /** Java cannot tell, so the launcher does. */
  static Terminal ofProcess() {
    return new Terminal(
        kind("unabridged.stdout"), kind("unabridged.stderr"), columns("unabridged.columns"));
  }

  /** A text without characters that steer a terminal or turn the direction of its lines. */
  static String printable(String text) {
    return STEERING.matcher(text).replaceAll("\uFFFD");
  }

  private static Kind kind(String property) {
    String value = System.getProperty(property, Kind.FILE.name());
    return value.toUpperCase(Locale.ROOT).equals(Kind.TERMINAL.name()) ? Kind.TERMINAL : Kind.FILE;
  }

  private static int columns(String property) {
    int columns = Integer.getInteger(property, DEFAULT_COLUMNS);
    return Math.max(55, Math.min(columns, 120));
  }
}
