package org.unabridged.inference.tokenizer;

/** What a token of a language model stands for. */
public enum TokenKind {
  /** Bytes of text. */
  TEXT,
  /** A mark of the template, such as the end of a turn; no part of what a model says. */
  CONTROL,
  /** An added token that is part of what a model says, such as the end of its reasoning. */
  MARKUP,
  /** Nothing: it fills up the vocabulary. */
  UNUSED
}
