package org.unabridged.pipeline.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which values a setting can have. */
sealed interface Values {
  /** Whether a text is one of them. */
  boolean allow(String text);

  /** Completes "must be …". */
  String described();

  /** The same as a JSON schema. */
  Map<String, Object> schema();

  /** Anything that is not blank. */
  record Text() implements Values {
    @Override
    public boolean allow(String text) {
      return !text.isBlank();
    }

    @Override
    public String described() {
      return "a text that is not empty";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "string");
      schema.put("minLength", 1);
      return schema;
    }
  }

  /**
   * One of a few words.
   *
   * @param words all of them
   */
  record OneOf(List<String> words) implements Values {
    static OneOf of(String... words) {
      return new OneOf(List.of(words));
    }

    @Override
    public boolean allow(String text) {
      return words.contains(text);
    }

    @Override
    public String described() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("enum", words);
    }
  }

  /** Yes or no; in YAML with or without quotes. */
  record Truth() implements Values {
    @Override
    public boolean allow(String text) {
      return text.equals("true") || text.equals("false");
    }

    @Override
    public String described() {
      return "true or false";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("enum", List.of(true, false, "true", "false"));
    }
  }

  /**
   * A whole number.
   *
   * @param least the smallest one allowed
   * @param most the largest one allowed
   */
  record Whole(long least, long most) implements Values {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    @Override
    public boolean allow(String text) {
      if (!DIGITS.matcher(text).matches()) {
        return false;
      }
      long number = Long.parseLong(text);
      return number >= least && number <= most;
    }

    @Override
    public String described() {
      return "a whole number from " + least + " to " + most;
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "integer");
      schema.put("minimum", least);
      schema.put("maximum", most);
      return schema;
    }
  }

  /** An amount of money, not negative. */
  record Amount() implements Values {
    private static final Pattern FORM = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

    @Override
    public boolean allow(String text) {
      return FORM.matcher(text).matches();
    }

    @Override
    public String described() {
      return "an amount such as 25 or 0.50";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "number");
      schema.put("minimum", 0);
      return schema;
    }
  }

  /**
   * A point in time: {@code 06:00} for the next time that the clock shows this, or a date and a
   * time, of this machine's zone unless it names one.
   */
  record Moment() implements Values {
    private static final Pattern CLOCK = Pattern.compile("\\d{1,2}:\\d{2}");

    /** The moment that is meant at another one; null if it is none. */
    static @Nullable Instant read(String text, ZonedDateTime now) {
      try {
        if (CLOCK.matcher(text).matches()) {
          LocalTime time = LocalTime.parse(text.length() == 4 ? "0" + text : text);
          ZonedDateTime today = now.with(time);
          return (today.isAfter(now) ? today : now.plusDays(1).with(time)).toInstant();
        }
        return DateTimeFormatter.ISO_DATE_TIME.withZone(now.getZone()).parse(text, Instant::from);
      } catch (DateTimeParseException e) {
        return null;
      }
    }

    @Override
    public boolean allow(String text) {
      return read(text, ZonedDateTime.now(ZoneId.systemDefault())) != null;
    }

    @Override
    public String described() {
      return "a time of day such as 06:00, or a date and a time such as 2027-01-31T06:00";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "string");
      schema.put("pattern", "^([0-9-]+T)?[0-9]{1,2}:[0-9]{2}.*$");
      return schema;
    }
  }

  /**
   * A length of time from one second to one day: {@code 90}, {@code 90s}, {@code 5m}, {@code 1h}.
   */
  record Time() implements Values {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(s|m|h)?");

    static @Nullable Duration read(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        return null;
      }
      long number = Long.parseLong(matcher.group(1));
      String unit = matcher.group(2) == null ? "s" : matcher.group(2);
      Duration duration =
          switch (unit) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
          };
      return duration.toSeconds() < 1 || duration.compareTo(Duration.ofHours(24)) > 0
          ? null
          : duration;
    }

    @Override
    public boolean allow(String text) {
      return read(text) != null;
    }

    @Override
    public String described() {
      return "a time from 1s to 24h, such as 90s, 5m or 1h";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", List.of("string", "integer"));
      schema.put("pattern", "^" + FORM.pattern().replace("\\s*", " *") + "$");
      return schema;
    }
  }

  /** A port of this machine, or {@code host:port}. */
  record Address() implements Values {
    private static final Pattern FORM =
        Pattern.compile("(?:(\\[[0-9A-Fa-f:]+\\]|[A-Za-z0-9._-]+):)?(\\d{1,5})");

    /** A port alone belongs to the loopback interface; null for what is not an address. */
    static @Nullable InetSocketAddress read(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
        return null;
      }
      int port = Integer.parseInt(matcher.group(2));
      InetSocketAddress address =
          matcher.group(1) == null
              ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
              : new InetSocketAddress(matcher.group(1), port);
      return address.isUnresolved() ? null : address;
    }

    @Override
    public boolean allow(String text) {
      return read(text) != null;
    }

    @Override
    public String described() {
      return "a port, or host:port with a host that is known";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", List.of("string", "integer"));
      schema.put("pattern", "^" + FORM.pattern().replace("?:", "") + "$");
      return schema;
    }
  }

  /** An address on the web. */
  record Web() implements Values {
    static @Nullable URI read(String text) {
      try {
        URI uri = new URI(text);
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        return web && uri.getHost() != null ? uri : null;
      } catch (URISyntaxException e) {
        return null;
      }
    }

    @Override
    public boolean allow(String text) {
      return read(text) != null;
    }

    @Override
    public String described() {
      return "a URL that starts with https:// or http://";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "string");
      schema.put("pattern", "^https?://");
      return schema;
    }
  }
}
