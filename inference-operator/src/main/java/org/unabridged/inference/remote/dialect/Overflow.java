package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A prompt that is too long, as servers word it. Wordings change with versions, so they are matched
 * loosely; numbers are taken where the wording is known.
 *
 * @param prompt tokens of the prompt, at least; null if not said
 * @param window tokens that fit; null if not said
 */
record Overflow(@Nullable Long prompt, @Nullable Long window) {
  private static final Pattern WORDING =
      Pattern.compile(
          "context length|model length|context size|context window|exceed_context_size"
              + "|context_length_exceeded|range of input length|input length exceeds"
              + "|prompt is too long",
          Pattern.CASE_INSENSITIVE);

  private static final List<Pattern> PROMPTS =
      patterns(
          "at least (\\d+) input tokens",
          "\\((\\d+) in the messages",
          "passed (\\d+) input tokens",
          "input \\((\\d+) tokens\\)",
          "request \\((\\d+) tokens\\)",
          "resulted in (\\d+) tokens");

  private static final List<Pattern> WINDOWS =
      patterns(
          "maximum context length (?:is|of) (\\d+)",
          "context length is only (\\d+)",
          "context length \\((\\d+) tokens\\)",
          "context size \\((\\d+) tokens\\)",
          "maximum model length of (\\d+)",
          "range of input length should be \\[1, ?(\\d+)\\]");

  /** The overflow that an error reports, or null if it reports something else. */
  static @Nullable Overflow find(JsonNode error, String message) {
    String words = message + " " + error.path("type").asText() + " " + error.path("code").asText();
    if (!WORDING.matcher(words).find()) {
      return null;
    }
    Long prompt = JsonReplies.count(error.path("n_prompt_tokens"));
    Long window = JsonReplies.count(error.path("n_ctx"));
    return new Overflow(
        prompt == null ? first(PROMPTS, message) : prompt,
        window == null ? first(WINDOWS, message) : window);
  }

  private static List<Pattern> patterns(String... expressions) {
    return List.of(expressions).stream()
        .map(expression -> Pattern.compile(expression, Pattern.CASE_INSENSITIVE))
        .toList();
  }

  private static @Nullable Long first(List<Pattern> patterns, String message) {
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(message);
      if (matcher.find() && matcher.group(1).length() < 19) {
        return Long.valueOf(matcher.group(1));
      }
    }
    return null;
  }
}
