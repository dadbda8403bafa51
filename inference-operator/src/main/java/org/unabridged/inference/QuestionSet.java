package org.unabridged.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The questions of a run, in the order of the answers. As YAML:
 *
 * <pre>
 * name: leases
 * questions:
 *   - id: monthly-rent                # kebab case, unique
 *     title: Monthly rent
 *     question: What is the monthly rent?
 *     type: money                     # span, date, duration, money, party, yes_no
 *     guidance: Without charges.      # optional
 *     risk: {when: absent, level: low, note: No rent is stated.}    # optional
 * </pre>
 *
 * A risk's {@code when} is found, absent or conflicting, its {@code level} low, medium or high, its
 * {@code note} optional. Any other key is an error.
 *
 * @param name for people; not part of the fingerprint
 * @param questions at least one, ids unique
 */
public record QuestionSet(String name, List<Question> questions) implements Serializable {

  /** Far above any real question set, far below what could hurt the parser. */
  private static final long MAXIMUM_FILE_BYTES = 1 << 20;

  public QuestionSet {
    Require.notBlank("name of the question set", name);
    questions = List.copyOf(questions);
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("question set '" + name + "' has no questions");
    }
    Set<String> ids = new HashSet<>();
    for (Question question : questions) {
      if (!ids.add(question.id())) {
        throw new IllegalArgumentException(
            "question set '" + name + "' has two questions with the id '" + question.id() + "'");
      }
    }
  }

  /** The built-in set: the 41 clause types of CUAD. */
  public static QuestionSet cuad() {
    return Cuad.QUESTIONS;
  }

  /**
   * Reads a question set.
   *
   * @throws InvalidQuestionSetException if the file is missing, is not YAML, or has a key or value
   *     that is not allowed; the message names it and what is allowed
   */
  public static QuestionSet fromYaml(Path file) {
    try {
      if (Files.size(file) > MAXIMUM_FILE_BYTES) {
        throw new InvalidQuestionSetException(
            file + ": larger than " + MAXIMUM_FILE_BYTES + " bytes, which no question set needs");
      }
      return QuestionSetYaml.parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InvalidQuestionSetException(file + ": cannot be read (" + e + ")", e);
    }
  }

  /** The question with this id; null if the set has none. */
  public @Nullable Question find(String questionId) {
    return questions.stream().filter(q -> q.id().equals(questionId)).findFirst().orElse(null);
  }

  /** SHA-256, in hexadecimal, of everything that can change an answer's row. */
  public String fingerprint() {
    MessageDigest digest = sha256();
    for (Question question : questions) {
      add(digest, question.id());
      add(digest, question.title());
      add(digest, question.question());
      add(digest, question.answerType().name());
      add(digest, question.guidance());
      add(digest, question.riskRule() == null ? null : question.riskRule().toString());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(MessageDigest digest, @Nullable String field) {
    if (field != null) {
      digest.update(field.getBytes(StandardCharsets.UTF_8));
    }
    // Neither byte occurs in UTF-8, so fields cannot run into each other and null is not "".
    digest.update((byte) (field == null ? 0xFF : 0xFE));
  }

  /** Loaded on first use. */
  private static final class Cuad {
    static final QuestionSet QUESTIONS = load();

    private static QuestionSet load() {
      try (InputStream resource = QuestionSet.class.getResourceAsStream("cuad.yaml")) {
        if (resource == null) {
          throw new IllegalStateException("cuad.yaml is missing from the class path");
        }
        return QuestionSetYaml.parse("cuad.yaml", resource.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
