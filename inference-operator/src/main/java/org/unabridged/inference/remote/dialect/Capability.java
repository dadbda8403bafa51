package org.unabridged.inference.remote.dialect;

/** What one server can do and another can not. */
public enum Capability {
  /** Counts the tokens of a prompt without running the model. */
  TOKEN_COUNTS,
  /** Says how many tokens its model reads. */
  WINDOW,
  /** Takes a JSON schema for the answer. That it obeys is to be checked. */
  JSON_SCHEMA,
  /** Lets a request turn reasoning on and off. */
  THINKING_SWITCH,
  /** Reports how many tokens of a prompt it found in its cache. */
  CACHED_TOKENS
}
