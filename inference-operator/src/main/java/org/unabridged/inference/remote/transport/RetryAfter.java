package org.unabridged.inference.remote.transport;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a server asks to wait: seconds or a date, the latter by the server's own clock. */
final class RetryAfter {
  private static final String MILLISECONDS = "retry-after-ms";

  private RetryAfter() {}

  /** What the headers say, or null if they say nothing that can be understood. */
  static @Nullable Duration of(HttpHeaders headers) {
    Optional<String> milliseconds = headers.firstValue(MILLISECONDS);
    if (milliseconds.isPresent()) {
      return number(milliseconds.get(), 1);
    }
    String value = headers.firstValue("Retry-After").orElse("").strip();
    Duration seconds = number(value, 1000);
    return seconds == null ? until(value, headers.firstValue("Date").orElse("")) : seconds;
  }

  private static @Nullable Duration number(String value, int milliseconds) {
    if (!value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      return null;
    }
    return Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * milliseconds));
  }

  private static @Nullable Duration until(String date, String now) {
    try {
      Duration wait = Duration.between(parsed(now), parsed(date));
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static ZonedDateTime parsed(String date) {
    return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
