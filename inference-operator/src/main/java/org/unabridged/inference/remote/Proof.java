package org.unabridged.inference.remote;

import org.jspecify.annotations.Nullable;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.remote.dialect.ServerAnswer;

/**
 * Whether what a server says it read is what it was sent. Where tokens were counted, the numbers
 * must be equal. Where they were only bounded, a server that read too little for the text, or less
 * than it read of the same text before, did not read it whole; that it saw both ends, the marks
 * show. Owned by one thread.
 */
final class Proof {

  /** What a template of which only the family is known may put in more or less. */
  private static final int TEMPLATE_DRIFT = BoundCounter.TEMPLATE_TOKENS;

  /** No tokenizer has tokens this long on average: texts of any language have three to five. */
  private static final int MOST_CHARACTERS_PER_TOKEN = 16;

  /** Questions are shorter, so requests about one text differ by less. */
  private static final int MOST_DIFFERENCE = 4_096;

  private final long visible;
  private long most;

  /** Starts with the text that all requests have. */
  Proof(String shared) {
    this.visible = shared.chars().filter(character -> character > ' ').count();
  }

  /** What counts when the server's number differs from that of the other prompts' difference. */
  static Counted settled(Counted recounted, long read, PromptCounter counter) {
    boolean drift =
        counter instanceof FileCounter && Math.abs(recounted.tokens() - read) <= TEMPLATE_DRIFT;
    return drift ? new Counted(Math.max(recounted.tokens(), read), TokenCount.ESTIMATE) : recounted;
  }

  /** The count, of a bound not less than what was read: a bound that is passed was none. */
  static Counted atLeast(Counted count, ServerAnswer answer) {
    Long read = answer.usage().promptTokens();
    return count.kind() == TokenCount.ESTIMATE && read != null && read > count.tokens()
        ? new Counted(read, TokenCount.ESTIMATE)
        : count;
  }

  /** Why the server can not have read all; null if it can. */
  @Nullable String problem(Counted count, ServerAnswer answer) {
    Long read = answer.usage().promptTokens();
    if (read == null) {
      return "the server does not say how many tokens it read, so that it read all can not be shown";
    }
    if (count.kind() == TokenCount.EXACT && read != count.tokens()) {
      return "%d tokens sent, %d read by the server; its answers were not used"
          .formatted(count.tokens(), read);
    }
    if (read * MOST_CHARACTERS_PER_TOKEN < visible || read < most - MOST_DIFFERENCE) {
      return "the server read %d tokens, too few for a text of %d characters; its answers were not used"
          .formatted(read, visible);
    }
    most = Math.max(most, read);
    return null;
  }
}
