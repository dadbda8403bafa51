package org.unabridged.inference.decoding;

/**
 * One context that a {@link LanguageModel} is reading. Owned by one thread at a time. It only
 * grows: to try several continuations, {@link #fork} it where they part.
 */
public interface Sequence extends AutoCloseable {

  /** Tokens read so far. */
  long length();

  /**
   * Reads tokens, at least one. Splitting them over several calls gives the same logits within
   * rounding.
   *
   * @param tokens ids within the vocabulary
   * @throws IllegalArgumentException if there are none, or one is not in the vocabulary, or they do
   *     not fit the model's window; the sequence is as before
   */
  void append(int[] tokens);

  /**
   * What the model expects to come next, after the last token read. The array belongs to the
   * sequence and may be written to; it is valid until the next append.
   *
   * @return one logit for each token id
   * @throws IllegalStateException if nothing has been read
   */
  float[] logits();

  /**
   * A second sequence that stands where this one stands. Both continue independently of each other
   * and are closed each on its own; memory of what was read together is shared.
   */
  Sequence fork();

  /** Gives its memory back. A closed sequence must not be used; closing it again does nothing. */
  @Override
  void close();
}
