package org.unabridged.inference.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON that others wrote: bounded in size, depth and number of values; no key twice. */
final class BoundedJson {

  /** Most bytes of a header or file; a tokenizer of 248,077 tokens has a fifth of it. */
  static final int LARGEST = 100_000_000;

  /** Most values, names and brackets: four times those of the largest header or tokenizer known. */
  private static final long MOST_TOKENS = 6_000_000;

  private static final int DEEPEST = 32;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxTokenCount(MOST_TOKENS)
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(1 << 20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // names of tensors are all different: interning them would only fill a table
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private BoundedJson() {}

  /** Reads a file that holds an object. */
  static JsonNode read(Path path) throws IOException {
    long size = Files.size(path);
    if (size > LARGEST) {
      throw new WeightFormatException(path + ": " + size + " bytes of JSON");
    }
    return parse(path.toString(), Files.readAllBytes(path));
  }

  /** Parses bytes that hold an object. */
  static JsonNode parse(String file, byte[] bytes) throws IOException {
    // said to be UTF-8: left to guess, the parser takes some broken headers for UTF-32
    try (Reader text = new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8);
        JsonParser parser = MAPPER.createParser(text)) {
      JsonNode node = MAPPER.readTree(parser);
      if (node != null && node.isObject()) {
        return node;
      }
      throw new WeightFormatException(file + ": no JSON object");
    } catch (JsonProcessingException e) {
      throw new WeightFormatException(file + ": " + e.getOriginalMessage(), e);
    }
  }
}
