package org.unabridged.inference.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schemas for others: as JSON Schema, and as a check of what they wrote. */
public final class JsonSchemas {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** As much of a value as a message quotes. */
  private static final int QUOTED = 40;

  private JsonSchemas() {}

  /** The schema in the language of JSON Schema, as JSON. */
  public static String text(JsonSchema schema) {
    try {
      return MAPPER.writeValueAsString(node(schema));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode node(JsonSchema schema) {
    if (schema instanceof JsonSchema.ObjectOf object) {
      return object(object);
    }
    if (schema instanceof JsonSchema.ArrayOf array) {
      ObjectNode node = type("array").put("minItems", array.fewest()).put("maxItems", array.most());
      node.set("items", node(array.item()));
      return node;
    }
    if (schema instanceof JsonSchema.Text text) {
      return type("string").put("maxLength", text.most());
    }
    if (schema instanceof JsonSchema.WholeNumber number) {
      return type("integer").put("minimum", number.least()).put("maximum", number.most());
    }
    if (schema instanceof JsonSchema.Choice choice) {
      ArrayNode values = NODES.arrayNode();
      choice.values().forEach(values::add);
      ObjectNode node = type("string");
      node.set("enum", values);
      return node;
    }
    if (schema instanceof JsonSchema.Nullable nullable) {
      ArrayNode either = NODES.arrayNode().add(node(nullable.value())).add(type("null"));
      ObjectNode node = NODES.objectNode();
      node.set("anyOf", either);
      return node;
    }
    return type("boolean");
  }

  private static ObjectNode type(String name) {
    return NODES.objectNode().put("type", name);
  }

  private static ObjectNode object(JsonSchema.ObjectOf object) {
    ObjectNode node = type("object");
    ObjectNode properties = NODES.objectNode();
    ArrayNode required = NODES.arrayNode();
    for (JsonSchema.Member member : object.members()) {
      properties.set(member.name(), node(member.value()));
      required.add(member.name());
    }
    node.set("properties", properties);
    node.set("required", required);
    return node.put("additionalProperties", false);
  }

  /**
   * What keeps a value from being of a schema: the first mistake, with its place. Kinds of values,
   * members that are missing and members that nobody asked for are mistakes. Bounds on lengths,
   * counts and numbers are not: they are there so that an answer ends, and this one has ended.
   *
   * @return null if there is none
   */
  public static @Nullable String mistake(JsonNode value, JsonSchema schema) {
    return mistake("", value, schema);
  }

  private static @Nullable String mistake(String path, JsonNode value, JsonSchema schema) {
    if (schema instanceof JsonSchema.ObjectOf object) {
      return inObject(path, value, object);
    }
    if (schema instanceof JsonSchema.ArrayOf array) {
      return inArray(path, value, array);
    }
    if (schema instanceof JsonSchema.Nullable nullable) {
      return value.isNull() ? null : mistake(path, value, nullable.value());
    }
    if (schema instanceof JsonSchema.Text) {
      return value.isTextual() ? null : not(path, value, "text");
    }
    if (schema instanceof JsonSchema.WholeNumber) {
      return value.isIntegralNumber() && value.canConvertToInt()
          ? null
          : not(path, value, "a whole number");
    }
    if (schema instanceof JsonSchema.Choice choice) {
      return value.isTextual() && choice.values().contains(value.textValue())
          ? null
          : not(path, value, "one of " + String.join(", ", choice.values()));
    }
    return value.isBoolean() ? null : not(path, value, "true or false");
  }

  private static @Nullable String inObject(
      String path, JsonNode value, JsonSchema.ObjectOf object) {
    if (!value.isObject()) {
      return not(path, value, "an object");
    }
    int known = 0;
    for (JsonSchema.Member member : object.members()) {
      JsonNode inside = value.get(member.name());
      String at = path.isEmpty() ? member.name() : path + "." + member.name();
      if (inside == null) {
        return at + " is missing";
      }
      String mistake = mistake(at, inside, member.value());
      if (mistake != null) {
        return mistake;
      }
      known++;
    }
    return value.size() == known ? null : unknown(path, value, object);
  }

  private static String unknown(String path, JsonNode value, JsonSchema.ObjectOf object) {
    for (Iterator<Map.Entry<String, JsonNode>> all = value.fields(); all.hasNext(); ) {
      String name = all.next().getKey();
      if (object.members().stream().noneMatch(member -> member.name().equals(name))) {
        return (path.isEmpty() ? "" : path + ": ") + "nobody asked for '" + cut(name) + "'";
      }
    }
    return path + ": more members than asked for";
  }

  private static @Nullable String inArray(String path, JsonNode value, JsonSchema.ArrayOf array) {
    if (!value.isArray()) {
      return not(path, value, "a list");
    }
    for (int i = 0; i < value.size(); i++) {
      String mistake = mistake(path + "[" + i + "]", value.get(i), array.item());
      if (mistake != null) {
        return mistake;
      }
    }
    return value.size() < array.fewest() ? path + " needs " + array.fewest() + " items" : null;
  }

  private static String not(String path, JsonNode value, String wanted) {
    return (path.isEmpty() ? "the answer" : path)
        + " must be "
        + wanted
        + ", not "
        + cut(value.toString());
  }

  private static String cut(String text) {
    return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
  }
}
