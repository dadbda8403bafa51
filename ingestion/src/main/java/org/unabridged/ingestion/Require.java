package org.unabridged.ingestion;

import java.time.Duration;
import java.util.regex.Pattern;

/** Argument checks whose messages carry the offending value. */
final class Require {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private Require() {}

  static String notBlank(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
    return value;
  }

  static String sha256(String name, String value) {
    if (!SHA_256.matcher(value).matches()) {
      throw new IllegalArgumentException(
          name + " must be 64 lower-case hexadecimal digits, not '" + value + "'");
    }
    return value;
  }

  static long notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
    return value;
  }

  static Duration notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
    return value;
  }

  static long within(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + " must lie in [" + lowest + ", " + highest + "]: " + value);
    }
    return value;
  }
}
