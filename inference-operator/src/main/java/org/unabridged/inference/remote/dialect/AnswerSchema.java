package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The JSON that an answer is to be.
 *
 * @param name letters, digits, underscores and hyphens, at most 64
 * @param json a JSON Schema, as JSON; an object
 */
public record AnswerSchema(String name, String json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public AnswerSchema {
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("'" + name + "' can not name a schema");
    }
    if (!parsed(json).isObject()) {
      throw new IllegalArgumentException("schema " + name + " is no JSON object");
    }
  }

  /** The schema as a tree of its own. */
  JsonNode tree() {
    return parsed(json);
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("schema is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
