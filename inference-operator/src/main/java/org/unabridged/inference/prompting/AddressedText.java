package org.unabridged.inference.prompting;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a document that speaks to a model: marks of chat templates, and orders that only a
 * machine would take. It is shown to the model as it is, as text; that it is there is worth a
 * warning.
 */
public final class AddressedText {

  /** More than these are not counted. */
  private static final int MOST = 100;

  // Bounded gaps, so that time is linear in the text.
  private static final Pattern PATTERN =
      Pattern.compile(
          "<\\|[a-z_]{2,24}\\|>|</?think>|</?tool_(?:call|response)>|\\[/?INST\\]"
              + "|\\b(?:ignore|disregard|forget|override)\\s{1,4}(?:all\\s{1,4}|any\\s{1,4})?"
              + "(?:of\\s{1,4})?(?:the\\s{1,4}|your\\s{1,4}|my\\s{1,4})?"
              + "(?:previous|prior|above|earlier|preceding|system)\\s{1,4}"
              + "(?:instructions?|prompts?|messages?|directions?)"
              + "|\\byou\\s{1,4}are\\s{1,4}(?:now\\s{1,4})?an?\\s{1,4}"
              + "(?:ai|large\\s{1,4}language\\s{1,4}model|language\\s{1,4}model|llm|chatbot"
              + "|helpful\\s{1,4}assistant)\\b"
              + "|\\b(?:attention|note\\s{1,4}to|dear|hey)[\\s:,]{1,4}(?:the\\s{1,4})?"
              + "(?:ai|llm|language\\s{1,4}model|chatbot)\\b"
              + "|\\b(?:reveal|print|repeat|output)\\s{1,4}(?:the|your)\\s{1,4}system\\s{1,4}prompt",
          Pattern.CASE_INSENSITIVE);

  private AddressedText() {}

  /**
   * A passage that speaks to a model.
   *
   * @param start first UTF-16 offset
   * @param end offset after the last
   */
  public record Passage(int start, int end) {}

  /** The passages of a text, in order, the first {@value #MOST}. */
  public static List<Passage> find(String text) {
    List<Passage> passages = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(text);
    while (passages.size() < MOST && matcher.find()) {
      passages.add(new Passage(matcher.start(), matcher.end()));
    }
    return passages;
  }
}
