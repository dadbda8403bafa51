package org.unabridged.inference.remote;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.decoding.JsonSchema;

/**
 * Two random words before and after a text. A model that repeats both has been shown both ends,
 * which no document can know.
 *
 * @param head before the text
 * @param tail after it
 */
record Marks(String head, String tail) {
  static final String START = "start_mark";
  static final String END = "end_mark";

  /** No vowels, so that no word comes out, and no letters that are taken for others. */
  private static final String LETTERS = "BCDFGHKLMNPRSTVWXZ";

  private static final int LENGTH = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Two new ones. */
  static Marks draw() {
    return new Marks(word(), word());
  }

  private static String word() {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      word.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return word.toString();
  }

  /** The text between them. */
  String around(String text) {
    return "The start mark is " + head + ".\n\n" + text + "\nThe end mark is " + tail + ".\n";
  }

  /** What is asked of the model first. */
  static String request() {
    return "First copy the start mark and the end mark, which stand before and after all documents."
        + "\n";
  }

  static List<JsonSchema.Member> members() {
    JsonSchema mark = new JsonSchema.Text(2 * LENGTH);
    return List.of(new JsonSchema.Member(START, mark), new JsonSchema.Member(END, mark));
  }

  /** Which one an answer lacks; null if it has both. */
  @Nullable String missing(Map<String, String> texts) {
    if (!matches(head, texts.get(START))) {
      return "the mark at the start of the text";
    }
    return matches(tail, texts.get(END)) ? null : "the mark at the end of the text";
  }

  private static boolean matches(String mark, @Nullable String copy) {
    return copy != null && copy.strip().equalsIgnoreCase(mark);
  }
}
