package org.unabridged.inference.tokenizer;

/** Where tokens stand in their text. */
public interface TokenPlaces {

  /** UTF-16 offset of the first character that a token touches. */
  int start(int index);

  /** UTF-16 offset after the last character that a token touches. */
  int end(int index);
}
