package org.unabridged.inference.prompting;

import java.util.List;
import java.util.Locale;
import org.unabridged.inference.Part;
import org.unabridged.inference.decoding.JsonSchema;
import org.unabridged.inference.grounding.NumberedLines;

/**
 * The request for a summary of one document, each sentence with the place it rests on.
 *
 * @param document number of the document in the context, from 0
 * @param lines its lines
 * @param language in which to write, BCP-47; {@code und} for that of the document
 */
public record SummaryPrompt(int document, NumberedLines lines, String language) {

  private static final String UNDETERMINED = "und";

  /** The list's name in the answer. */
  static final String SENTENCES = "sentences";

  static final String SENTENCE = "sentence";

  private static final int MOST_SENTENCES = 10;
  private static final int LONGEST_SENTENCE = 300;

  /** The request for a summary of a document in its own main language. */
  public static SummaryPrompt of(int document, NumberedLines lines, Part part) {
    String language = part.languages().isEmpty() ? UNDETERMINED : part.languages().get(0);
    return new SummaryPrompt(document, lines, language);
  }

  /** What is asked. */
  public String text() {
    return """

        Summarise document %d (lines %d to %d) for a lawyer in at most %d sentences: what it is, \
        between whom, for how long, under what law, and its notable duties and limits. Write \
        the sentences in %s. Answer in JSON. Give for each sentence the passage it rests on: the numbers of its first and last \
        line, and its first and last three to six words, copied exactly.
        """
        .formatted(
            document + 1, lines.firstNumber(), lines.lastNumber(), MOST_SENTENCES, languageName());
  }

  private String languageName() {
    if (language.equals(UNDETERMINED)) {
      return "the language of the document";
    }
    Locale locale = Locale.forLanguageTag(language);
    String name = locale.getDisplayLanguage(Locale.ENGLISH);
    String script = locale.getDisplayScript(Locale.ENGLISH);
    return script.isEmpty() ? name : name + " (" + script + ")";
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
