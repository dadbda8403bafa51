package org.unabridged.inference.prompting;

import java.util.List;

/** The tokens of a chat model. Implementations are thread-safe. */
public interface ChatTokens {

  /** Tokens of a text, in which nothing is a control token, whatever it spells. */
  int[] encode(String text);

  /** Number of tokens of a text. */
  long count(String text);

  /**
   * A control token by its name, such as {@code <|im_end|>}.
   *
   * @throws IllegalArgumentException if the model has none of that name
   */
  int control(String name);

  /** What each token stands for, by id; empty for tokens that are no text. */
  List<byte[]> bytes();
}
