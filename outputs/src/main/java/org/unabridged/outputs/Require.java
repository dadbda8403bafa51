package org.unabridged.outputs;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The invariants that several kinds of row share. Each violation names the column and the offending
 * value.
 */
final class Require {

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  private Require() {}

  static void present(String column, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(column + " must not be blank");
    }
  }

  static void presentIfSet(String column, @Nullable String value) {
    if (value != null) {
      present(column, value);
    }
  }

  /**
   * For columns whose vocabulary belongs to another module: {@code not_supported}, {@code exact}.
   */
  static void snakeCase(String column, String value) {
    if (!SNAKE_CASE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          column + " must be lower-case snake such as not_supported, but was: " + value);
    }
  }

  static void notNegative(String column, @Nullable Number value) {
    if (value != null && value.longValue() < 0) {
      throw new IllegalArgumentException(column + " must be at least 0, but was: " + value);
    }
  }

  /** Seconds and money: finite and at least zero. */
  static void amount(String column, @Nullable Double value) {
    if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          column + " must be finite and at least 0, but was: " + value);
    }
  }

  static void share(String column, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(column + " must be between 0 and 1, but was: " + value);
    }
  }

  /** A half-open range of offsets. */
  static void range(String column, int start, int end) {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          column + " must satisfy 0 <= start <= end, but was: " + start + " to " + end);
    }
  }

  /** A failure has a category and a message, and nothing else has. */
  static void failure(Status status, @Nullable String category, @Nullable String message) {
    boolean failed = status == Status.FAILED;
    if (failed != (category != null) || failed != (message != null)) {
      throw new IllegalArgumentException(
          "failure_category and failure_message must be set exactly when status is failed, "
              + "but were: "
              + status.spelling()
              + ", "
              + category
              + ", "
              + message);
    }
    if (category != null) {
      snakeCase("failure_category", category);
    }
  }
}
