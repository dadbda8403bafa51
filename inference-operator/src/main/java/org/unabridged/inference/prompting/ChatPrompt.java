package org.unabridged.inference.prompting;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A question to a chat model of the Qwen family as tokens: one turn of the user, with the document
 * first and the question last, and the beginning of the model's, in which it does not think. Text
 * is encoded apart from the marks around it, so none of it can be taken for one. The tokens are
 * those of the family's own template.
 */
public final class ChatPrompt {
  private final ChatTokens tokens;
  private final int turnStart;
  private final int turnEnd;
  private final int thinkStart;
  private final int thinkEnd;
  private final Set<Integer> stops;

  /**
   * Looks up the marks of the template.
   *
   * @throws IllegalArgumentException if the model lacks one
   */
  public ChatPrompt(ChatTokens tokens) {
    this.tokens = tokens;
    this.turnStart = tokens.control("<|im_start|>");
    this.turnEnd = tokens.control("<|im_end|>");
    this.thinkStart = tokens.control("<think>");
    this.thinkEnd = tokens.control("</think>");
    this.stops = Set.of(turnEnd, tokens.control("<|endoftext|>"));
  }

  /** The user's turn up to the end of this text. */
  public int[] beginning(String text) {
    return joined(List.of(mark(turnStart), tokens.encode("user\n" + text)));
  }

  /** The rest of the user's turn, and the model's up to its answer. */
  public int[] question(String text) {
    return joined(
        List.of(
            tokens.encode(text.stripTrailing()),
            mark(turnEnd),
            tokens.encode("\n"),
            mark(turnStart),
            tokens.encode("assistant\n"),
            mark(thinkStart),
            tokens.encode("\n\n"),
            mark(thinkEnd),
            tokens.encode("\n\n")));
  }

  /** The tokens that end an answer. */
  public Set<Integer> stops() {
    return stops;
  }

  private static int[] mark(int token) {
    return new int[] {token};
  }

  private static int[] joined(List<int[]> parts) {
    return parts.stream().flatMapToInt(IntStream::of).toArray();
  }
}
