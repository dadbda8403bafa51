package org.unabridged.inference.decoding;

import java.util.List;

/**
 * Leave to think before the answer. The prompt has opened the block.
 *
 * @param budget most tokens of it, at least 1
 * @param closing the tokens that close the block, at least one; the first alone says that the model
 *     has come to the end itself
 */
public record Thinking(int budget, List<Integer> closing) {
  public Thinking {
    closing = List.copyOf(closing);
    if (budget < 1 || closing.isEmpty()) {
      throw new IllegalArgumentException(
          "thinking with " + budget + " tokens, closed by " + closing);
    }
  }
}
