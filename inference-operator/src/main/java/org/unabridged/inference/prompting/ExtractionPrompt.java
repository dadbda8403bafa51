package org.unabridged.inference.prompting;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.Question;
import org.unabridged.inference.decoding.JsonSchema;
import org.unabridged.inference.grounding.NumberedLines;

/**
 * Several questions about one document of a context, in one prompt.
 *
 * @param document number of the document in the context, from 0
 * @param lines its lines
 * @param questions what is asked, at least one
 */
public record ExtractionPrompt(int document, NumberedLines lines, List<Question> questions) {

  /** Most passages that one question may have. */
  static final int MOST_PASSAGES = 12;

  /** Most characters of the first or last words. */
  static final int LONGEST_WORDS = 80;

  static final String FIRST_LINE = "first_line";
  static final String LAST_LINE = "last_line";
  static final String FIRST_WORDS = "first_words";
  static final String LAST_WORDS = "last_words";

  public ExtractionPrompt {
    questions = List.copyOf(questions);
    if (questions.isEmpty() || lines.lastNumber() < lines.firstNumber()) {
      throw new IllegalArgumentException(
          questions.size() + " questions about " + lines.lastNumber() + " lines");
    }
  }

  /** What is asked. */
  public String text() {
    StringBuilder text = new StringBuilder("\nAbout document " + (document + 1) + " (lines ");
    text.append(lines.firstNumber()).append(" to ").append(lines.lastNumber());
    text.append("): for each item below, list every passage that answers it.\n");
    for (Question question : questions) {
      text.append("- ").append(question.id()).append(": ").append(question.question());
      if (question.guidance() != null) {
        text.append(' ').append(question.guidance());
      }
      text.append('\n');
    }
    return text.append(
            """
            Answer in JSON, one list for each item, empty where the document has no such passage. \
            Name each passage by the numbers of its first and last line, and copy its first and \
            last three to six words exactly. If it is shorter, copy all of it as both.
            """)
        .toString();
  }

  /** What an answer is. */
  public JsonSchema schema() {
    JsonSchema list = new JsonSchema.ArrayOf(place(List.of()), 0, MOST_PASSAGES);
    return new JsonSchema.ObjectOf(
        questions.stream().map(question -> new JsonSchema.Member(question.id(), list)).toList());
  }

  private JsonSchema place(List<JsonSchema.Member> before) {
    return placed(lines, before);
  }

  /** An object that names a place, after these members. */
  static JsonSchema placed(NumberedLines lines, List<JsonSchema.Member> before) {
    JsonSchema number = new JsonSchema.WholeNumber(lines.firstNumber(), lines.lastNumber());
    JsonSchema words = new JsonSchema.Text(LONGEST_WORDS);
    List<JsonSchema.Member> members = new ArrayList<>(before);
    members.add(new JsonSchema.Member(FIRST_LINE, number));
    members.add(new JsonSchema.Member(LAST_LINE, number));
    members.add(new JsonSchema.Member(FIRST_WORDS, words));
    members.add(new JsonSchema.Member(LAST_WORDS, words));
    return new JsonSchema.ObjectOf(members);
  }
}
