package org.unabridged.inference.normalization;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** White space, quotes and dashes in one form, so that the patterns need to know only that one. */
final class Texts {
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\u200B\\uFEFF]+");
  private static final Pattern DOUBLE_QUOTES =
      Pattern.compile("[\\u201C-\\u201F\\u00AB\\u00BB\\u2033]|``|\u2018\u2018|\u2019\u2019|''");
  private static final Pattern SINGLE_QUOTES = Pattern.compile("[\\u2018-\\u201B\\u2032`\\u00B4]");
  private static final Pattern DASHES = Pattern.compile("[\\u2010-\\u2015\\u2212]");
  // An ordinal's ending is often torn apart where a superscript was extracted: "20t h day".
  private static final Pattern TORN_ORDINAL =
      Pattern.compile("(?i)\\b(\\d{1,2}) ?(s ?t|n ?d|r ?d|t ?h)\\b(?! ?[.(])");
  // The full stop of "Inc." or "N.A." belongs to the name.
  private static final Pattern EDGES =
      Pattern.compile(
          "^[\\s\"',;:.*_\\-]+|[\\s\"',;:*_\\-]+$"
              + "|(?<!\\b(?i:inc|ltd|co|corp|llc|llp|plc|jr|sr|bros|pty|bhd|cie|gmbh))"
              + "(?<!(?<!\\p{L})\\p{L})\\.$");

  private Texts() {}

  static String collapse(String text, int longest) {
    String bounded = text.length() > longest ? text.substring(0, longest) : text;
    String result = DOUBLE_QUOTES.matcher(bounded).replaceAll("\"");
    result = SINGLE_QUOTES.matcher(result).replaceAll("'");
    result = DASHES.matcher(result).replaceAll("-");
    result = SPACE.matcher(result).replaceAll(" ").strip();
    return TORN_ORDINAL
        .matcher(result)
        .replaceAll(match -> match.group(1) + match.group(2).replace(" ", ""));
  }

  static String stripPunctuation(String text) {
    String stripped = EDGES.matcher(text).replaceAll("");
    return stripped.equals(text) ? text : stripPunctuation(stripped);
  }

  /** Matches any of these expressions, whatever the case. */
  static Pattern anyOf(String... expressions) {
    return Pattern.compile(
        "(?:" + String.join("|", expressions) + ")",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** Where the last match of a pattern starts; negative if there is none. */
  static int lastMatch(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    int last = -1;
    while (matcher.find()) {
      last = matcher.start();
    }
    return last;
  }
}
