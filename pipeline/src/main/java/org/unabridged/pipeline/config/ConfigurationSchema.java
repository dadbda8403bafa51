package org.unabridged.pipeline.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON schema (draft 2020-12) of a configuration file, for editors that check and complete. */
public final class ConfigurationSchema {
  /** A whole value may come from the environment. */
  private static final Map<String, Object> VARIABLE =
      object("type", "string", "pattern", "\\$\\{[A-Za-z_]");

  private ConfigurationSchema() {}

  /** The schema as indented JSON. */
  public static String json() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(Settings.INPUTS, inputs());
    for (Setting setting : Setting.values()) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", setting.description());
      property.put("anyOf", List.of(setting.allowed().schema(), VARIABLE));
      properties.put(setting.key(), property);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Configuration of unabridged run");
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    try {
      return JsonMapper.builder()
              .build()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(schema)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema of plain values", e);
    }
  }

  private static Map<String, Object> inputs() {
    Map<String, Object> text = new Values.Text().schema();
    Map<String, Object> property = new LinkedHashMap<>();
    property.put(
        "description",
        "Files, folders and globs, unless the command line names some; relative ones belong to the"
            + " folder of this file.");
    property.put("anyOf", List.of(text, object("type", "array", "items", text, "minItems", 1)));
    return property;
  }

  /** Keeps the order, so that the schema is the same text every time. */
  private static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }
}
