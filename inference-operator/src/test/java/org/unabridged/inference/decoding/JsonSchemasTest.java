package org.unabridged.inference.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unabridged.inference.decoding.JsonSchema.Member;

class JsonSchemasTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchema PLACE =
      new JsonSchema.ObjectOf(
          List.of(
              new Member("line", new JsonSchema.WholeNumber(1, 9)),
              new Member("words", new JsonSchema.Text(5))));
  private static final JsonSchema SCHEMA =
      new JsonSchema.ObjectOf(
          List.of(
              new Member("law", new JsonSchema.ArrayOf(PLACE, 0, 2)),
              new Member("sure", new JsonSchema.TrueOrFalse()),
              new Member("kind", new JsonSchema.Choice(List.of("x", "y"))),
              new Member("note", new JsonSchema.Nullable(new JsonSchema.Text(9)))));

  @Test
  void saysASchemaInTheLanguageOfJsonSchema() throws IOException {
    assertThat(MAPPER.readTree(JsonSchemas.text(PLACE)))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"type":"object",
                 "properties":{"line":{"type":"integer","minimum":1,"maximum":9},
                               "words":{"type":"string","maxLength":5}},
                 "required":["line","words"],"additionalProperties":false}
                """));
    assertThat(MAPPER.readTree(JsonSchemas.text(SCHEMA)).at("/properties/law/maxItems").asInt())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"law":[],"sure":true,"kind":"x","note":null}                           |
          {"kind":"y","note":"n","sure":false,"law":[{"words":"longer","line":99}]} |
          []                                                                      | the answer must be an object, not []
          {"law":[],"sure":true,"kind":"x"}                                       | note is missing
          {"law":[],"sure":1,"kind":"x","note":null}                              | sure must be true or false, not 1
          {"law":{},"sure":true,"kind":"x","note":null}                           | law must be a list, not {}
          {"law":[{"line":"1","words":""}],"sure":true,"kind":"x","note":null}    | law[0].line must be a whole number, not "1"
          {"law":[{"line":1.5,"words":""}],"sure":true,"kind":"x","note":null}    | law[0].line must be a whole number, not 1.5
          {"law":[{"line":1}],"sure":true,"kind":"x","note":null}                 | law[0].words is missing
          {"law":[],"sure":true,"kind":"z","note":null}                           | kind must be one of x, y, not "z"
          {"law":[],"sure":true,"kind":"x","note":null,"more":1}                  | nobody asked for 'more'
          """)
  void findsTheFirstMistake(String json, String mistake) throws IOException {
    assertThat(JsonSchemas.mistake(MAPPER.readTree(json), SCHEMA)).isEqualTo(mistake);
  }
}
