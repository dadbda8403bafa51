package org.unabridged.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The YAML form of a question set: strict about keys, and precise about what is wrong where. */
final class QuestionSetYaml {
  private static final List<String> SET_KEYS = List.of("name", "questions");
  private static final List<String> QUESTION_KEYS =
      List.of("id", "title", "question", "type", "guidance", "risk");
  private static final List<String> RISK_KEYS = List.of("when", "level", "note");
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final String source;

  private QuestionSetYaml(String source) {
    this.source = source;
  }

  static QuestionSet parse(String source, byte[] yaml) {
    return new QuestionSetYaml(source).read(yaml);
  }

  private QuestionSet read(byte[] yaml) {
    JsonNode root;
    try {
      root = MAPPER.readTree(yaml);
    } catch (IOException e) {
      throw new InvalidQuestionSetException(source + ": not valid YAML: " + e.getMessage(), e);
    }
    checkKeys("the question set", root, SET_KEYS);
    JsonNode list = root.path("questions");
    if (!list.isArray()) {
      throw invalid("questions", "must be a list of questions");
    }
    List<Question> questions = new ArrayList<>();
    for (JsonNode question : list) {
      questions.add(question("questions[" + questions.size() + "]", question));
    }
    String name = text("", root, "name");
    return checked(() -> new QuestionSet(name, questions));
  }

  private Question question(String path, JsonNode node) {
    checkKeys(path, node, QUESTION_KEYS);
    String id = text(path, node, "id");
    String title = text(path, node, "title");
    String question = text(path, node, "question");
    AnswerType type = choice(path, node, "type", AnswerType.values());
    String guidance = optionalText(path, node, "guidance");
    RiskRule risk = node.has("risk") ? risk(path + ".risk", node.path("risk")) : null;
    return checked(() -> new Question(id, title, question, type, guidance, risk));
  }

  private RiskRule risk(String path, JsonNode node) {
    checkKeys(path, node, RISK_KEYS);
    RiskRule.Condition when = choice(path, node, "when", RiskRule.Condition.values());
    RiskRule.Level level = choice(path, node, "level", RiskRule.Level.values());
    String note = optionalText(path, node, "note");
    return checked(() -> new RiskRule(when, level, note));
  }

  private void checkKeys(String path, JsonNode node, List<String> allowed) {
    if (!node.isObject()) {
      throw invalid(path, "must be a mapping with the keys " + String.join(", ", allowed));
    }
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!allowed.contains(key)) {
        throw invalid(path, "unknown key '" + key + "'; allowed: " + String.join(", ", allowed));
      }
    }
  }

  private String text(String path, JsonNode node, String key) {
    String value = optionalText(path, node, key);
    if (value == null) {
      throw invalid(child(path, key), "is required");
    }
    return value;
  }

  private @Nullable String optionalText(String path, JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw invalid(child(path, key), "must be text, not '" + value + "'");
    }
    return value.textValue();
  }

  private <E extends Enum<E>> E choice(String path, JsonNode node, String key, E[] values) {
    String text = text(path, node, key);
    return Arrays.stream(values)
        .filter(value -> label(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    child(path, key),
                    "must be one of "
                        + String.join(", ", Arrays.stream(values).map(v -> label(v)).toList())
                        + ", not '"
                        + text
                        + "'"));
  }

  private <T> T checked(Supplier<T> construction) {
    try {
      return construction.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidQuestionSetException(source + ": " + e.getMessage(), e);
    }
  }

  private InvalidQuestionSetException invalid(String path, String problem) {
    return new InvalidQuestionSetException(source + ": " + path + ": " + problem);
  }

  private static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
