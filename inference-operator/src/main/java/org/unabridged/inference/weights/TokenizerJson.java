package org.unabridged.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The tokenizer.json of a checkpoint, under the keys of a GGUF file. */
final class TokenizerJson {

  /** How Qwen3.5 splits text into pieces. */
  private static final String SPLIT =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final long TEXT = 1;
  private static final long CONTROL = 3;
  private static final long MARKUP = 4;
  private static final long UNUSED = 5;

  private final Path path;
  private final JsonNode root;

  private TokenizerJson(Path path, JsonNode root) {
    this.path = path;
    this.root = root;
  }

  /**
   * Values by key.
   *
   * @throws WeightFormatException if the tokenizer works in another way than that of the family
   */
  static Map<String, Object> values(Path path, JsonNode root) {
    return new TokenizerJson(path, root).values();
  }

  private Map<String, Object> values() {
    require("normalizer", root.path("normalizer").path("type").asText(), "NFC");
    require("split", split(), SPLIT);
    JsonNode model = root.path("model");
    require("model", model.path("type").asText(), "BPE");
    JsonNode vocabulary = model.path("vocab");
    JsonNode added = root.path("added_tokens");
    int size = size(vocabulary, added);
    String[] tokens = new String[size];
    long[] types = new long[size];
    Arrays.setAll(tokens, id -> "[PAD" + id + "]");
    Arrays.fill(types, UNUSED);
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      set(tokens, types, entry.getValue(), entry.getKey(), TEXT);
    }
    for (JsonNode token : added) {
      long type = token.path("special").asBoolean() ? CONTROL : MARKUP;
      set(tokens, types, token.path("id"), token.path("content").asText(), type);
    }
    return Map.of(
        "tokenizer.ggml.model",
        "gpt2",
        "tokenizer.ggml.pre",
        "qwen35",
        "tokenizer.ggml.tokens",
        tokens,
        "tokenizer.ggml.token_type",
        types,
        "tokenizer.ggml.merges",
        merges(model.path("merges")));
  }

  private String split() {
    for (JsonNode step : root.path("pre_tokenizer").path("pretokenizers")) {
      if (step.path("type").asText().equals("Split")) {
        return step.path("pattern").path("Regex").asText();
      }
    }
    return "";
  }

  /** One more than the largest id, but never much more than there are tokens. */
  private int size(JsonNode vocabulary, JsonNode added) {
    long largest = -1;
    for (JsonNode id : vocabulary) {
      largest = Math.max(largest, id.asLong(-1));
    }
    for (JsonNode token : added) {
      largest = Math.max(largest, token.path("id").asLong(-1));
    }
    if (largest >= 2L * (vocabulary.size() + added.size()) + 1024) {
      throw new WeightFormatException(path + ": a token of id " + largest);
    }
    return (int) largest + 1;
  }

  private void set(String[] tokens, long[] types, JsonNode id, String token, long type) {
    boolean valid = id.isInt() && id.intValue() >= 0;
    if (!valid || types[id.intValue()] != UNUSED && !tokens[id.intValue()].equals(token)) {
      throw new WeightFormatException(path + ": token '" + token + "' has id " + id);
    }
    tokens[id.intValue()] = token;
    types[id.intValue()] = type;
  }

  /** "left right", whether the file has pairs or that. */
  private static String[] merges(JsonNode merges) {
    String[] result = new String[merges.size()];
    for (int i = 0; i < result.length; i++) {
      JsonNode merge = merges.get(i);
      result[i] =
          merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText();
    }
    return result;
  }

  private void require(String what, String found, String expected) {
    if (!found.equals(expected)) {
      throw new WeightFormatException(path + ": " + what + " '" + found + "', not " + expected);
    }
  }
}
