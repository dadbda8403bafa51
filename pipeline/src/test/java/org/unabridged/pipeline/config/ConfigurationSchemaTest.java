package org.unabridged.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationSchemaTest {
  @Test
  void describesEverySetting() throws IOException {
    JsonNode schema = JsonMapper.builder().build().readTree(ConfigurationSchema.json());

    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.path("properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(Settings.keys());
    assertThat(schema.path("properties"))
        .allSatisfy(property -> assertThat(property.path("description").asText()).endsWith("."));
  }

  /** What stands in YAML without quotes is not a text to an editor. */
  @Test
  void allowsTruthAsItIsUsuallyWritten() throws IOException {
    JsonNode schema = JsonMapper.builder().build().readTree(ConfigurationSchema.json());

    assertThat(schema.at("/properties/air-gapped/anyOf/0/enum"))
        .contains(BooleanNode.TRUE, BooleanNode.FALSE, TextNode.valueOf("true"));
  }

  @Test
  void allowsTheTimesThatAreAllowed() throws IOException {
    JsonNode schema = JsonMapper.builder().build().readTree(ConfigurationSchema.json());
    Pattern pattern =
        Pattern.compile(schema.at("/properties/parse-timeout/anyOf/0/pattern").asText());

    for (String time : new String[] {"90", "90s", "5 m", "1h", "soon", "1d", ""}) {
      assertThat(pattern.matcher(time).find())
          .as(time)
          .isEqualTo(Setting.PARSE_TIMEOUT.allowed().allow(time));
    }
  }
}
