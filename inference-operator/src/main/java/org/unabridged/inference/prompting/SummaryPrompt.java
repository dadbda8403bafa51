package org.unabridged.inference.prompting;

import java.util.List;
import org.unabridged.inference.decoding.JsonSchema;
import org.unabridged.inference.grounding.NumberedLines;

/**
 * The request for a summary of one document, each sentence with the place it rests on.
 *
 * @param document number of the document in the context, from 0
 * @param lines its lines
 */
public record SummaryPrompt(int document, NumberedLines lines) {

  /** The list's name in the answer. */
  static final String SENTENCES = "sentences";

  static final String SENTENCE = "sentence";

  private static final int MOST_SENTENCES = 10;
  private static final int LONGEST_SENTENCE = 300;

  /** What is asked. */
  public String text() {
    return """

        Summarise document %d (lines %d to %d) for a lawyer in at most %d sentences: what it is, \
        between whom, for how long, under what law, and its notable duties and limits. Answer in \
        JSON. Give for each sentence the passage it rests on: the numbers of its first and last \
        line, and its first and last three to six words, copied exactly.
        """
        .formatted(document + 1, lines.firstNumber(), lines.lastNumber(), MOST_SENTENCES);
  }

  /** What an answer is. */
  public JsonSchema schema() {
    JsonSchema.Member sentence =
        new JsonSchema.Member(SENTENCE, new JsonSchema.Text(LONGEST_SENTENCE));
    JsonSchema item = ExtractionPrompt.placed(lines, List.of(sentence));
    return new JsonSchema.ObjectOf(
        List.of(new JsonSchema.Member(SENTENCES, new JsonSchema.ArrayOf(item, 0, MOST_SENTENCES))));
  }
}
