package org.unabridged.inference.remote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON in what a model wrote. Only what is certain is repaired: reasoning before it, a fence
 * around it, words before or after it that have no bracket. Everything else is an error, to be said
 * to the model.
 */
final class AnswerJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** One that minds nothing behind a value, to read values one after the other. */
  private static final JsonMapper PIECEWISE = new JsonMapper();

  private static final String THINK_END = "</think>";
  private static final Pattern FENCE =
      Pattern.compile(
          "\\A[^{}`]{0,500}```[a-zA-Z]{0,10}\\s*(\\{.*\\})\\s*```[^{}`]{0,500}\\z", Pattern.DOTALL);

  private AnswerJson() {}

  /**
   * The object that an answer is.
   *
   * @param content the answer
   * @param reasoning what came apart from it: some servers put the whole answer there
   * @throws IOException if there is none; the message says what is wrong, and quotes nothing
   */
  static JsonNode read(String content, String reasoning) throws IOException {
    String text = content.isBlank() ? reasoning : content;
    if (text.isBlank()) {
      throw new IOException("the answer is empty");
    }
    String answer = withoutThinking(text).strip();
    JsonNode node = parsed(answer);
    Matcher fence = FENCE.matcher(answer);
    if (node == null && fence.matches()) {
      node = parsed(fence.group(1));
    }
    int from = answer.indexOf('{');
    int to = answer.lastIndexOf('}');
    if (node == null && from >= 0 && to > from) {
      node = parsed(answer.substring(from, to + 1));
    }
    if (node == null) {
      throw new IOException(problem(answer));
    }
    if (!node.isObject()) {
      throw new IOException("the answer must be one JSON object");
    }
    return node;
  }

  /** The answer as bytes, in which places can be told. */
  static byte[] bytes(JsonNode node) throws IOException {
    return MAPPER.writeValueAsBytes(node);
  }

  private static String withoutThinking(String text) {
    int end = text.indexOf(THINK_END);
    int start = text.indexOf('{');
    boolean leaked = end >= 0 && (text.stripLeading().startsWith("<think>") || start > end);
    return leaked ? text.substring(end + THINK_END.length()) : text;
  }

  private static @Nullable JsonNode parsed(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** What is wrong, without the words of the answer that the parser's message has. */
  private static String problem(String answer) {
    try {
      MAPPER.readTree(answer);
      return "the answer is not JSON";
    } catch (JsonProcessingException e) {
      return e.getLocation() == null
          ? "the answer is not JSON"
          : "the answer is not JSON from its character %d on"
              .formatted(e.getLocation().getCharOffset() + 1);
    }
  }

  /**
   * What is complete of an object of lists that broke off: its texts, its finished lists, and the
   * finished items of the list in which it broke off.
   *
   * @throws IOException if it does not begin like one
   */
  static ObjectNode complete(String content) throws IOException {
    String text = withoutThinking(content);
    ObjectNode whole = MAPPER.createObjectNode();
    int from = Math.max(0, text.indexOf('{'));
    try (JsonParser parser = PIECEWISE.createParser(text.substring(from))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer is not JSON");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          items(parser, whole.putArray(name));
        } else {
          whole.set(name, parser.readValueAsTree());
        }
      }
    } catch (JsonProcessingException e) {
      // It breaks off here; what was read before stays.
      return whole;
    }
    return whole;
  }

  private static void items(JsonParser parser, ArrayNode list) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(parser.<JsonNode>readValueAsTree());
    }
  }
}
