package org.unabridged.inference.decoding;

import java.util.List;

/**
 * A causal language model: given the tokens so far, it says how likely each token is to come next.
 * Immutable and thread-safe; what a context has read so far sits in its {@link Sequence}.
 */
public interface LanguageModel {

  /** Number of token ids, and of logits; some of the last may belong to no token. */
  int vocabularySize();

  /** Most tokens that one sequence may hold. */
  long window();

  /**
   * Starts an empty sequence. The caller closes it.
   *
   * @return a sequence of length 0
   */
  Sequence start();

  /**
   * A step of several sequences: appends one token to each. A model may read its weights once for
   * all of them; each ends as if it had been {@linkplain Sequence#append appended to} alone, within
   * rounding.
   *
   * @param sequences of this model, all different, owned by the calling thread
   * @param tokens one for each
   * @throws IllegalArgumentException if there are not as many tokens as sequences
   */
  default void appendEach(List<Sequence> sequences, int[] tokens) {
    if (sequences.size() != tokens.length) {
      throw new IllegalArgumentException(
          tokens.length + " tokens for " + sequences.size() + " sequences");
    }
    for (int i = 0; i < tokens.length; i++) {
      sequences.get(i).append(new int[] {tokens[i]});
    }
  }
}
