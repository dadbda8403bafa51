package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what servers reply. Messages quote nothing of it. */
final class JsonReplies {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonReplies() {}

  /** An object, or a failure. */
  static JsonNode object(byte[] body, int from, int length) {
    JsonNode node = parsed(body, from, length);
    if (node == null || !node.isObject()) {
      throw ServerFailure.of(FailureKind.INVALID_BODY, "the reply holds no JSON object");
    }
    return node;
  }

  static JsonNode object(byte[] body) {
    return object(body, 0, body.length);
  }

  /** What JSON there is, or null. */
  static @Nullable JsonNode parsed(byte[] body, int from, int length) {
    try {
      return MAPPER.readTree(body, from, length);
    } catch (IOException e) {
      return null;
    }
  }

  /** A whole number of at least 0, or null where there is anything else. */
  static @Nullable Long count(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >= 0
        ? node.asLong()
        : null;
  }

  /**
   * How many elements an array has that is a member of the reply, without making any of them; null
   * if there is none.
   */
  static @Nullable Long elements(byte[] body, String name) {
    try (JsonParser parser = MAPPER.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
          return elements(parser);
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  private static long elements(JsonParser parser) throws IOException {
    long count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parser.skipChildren();
      count++;
    }
    return count;
  }

  /** A whole number that is a member of the reply; null if there is none. */
  static @Nullable Long number(byte[] body, String name) {
    try (JsonParser parser = MAPPER.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && wanted) {
          return parser.getLongValue();
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }
}
