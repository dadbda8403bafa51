package org.unabridged.inference;

/** A question set that cannot be used; the message says which key or value, and what is allowed. */
public final class InvalidQuestionSetException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidQuestionSetException(String message) {
    super(message);
  }

  public InvalidQuestionSetException(String message, Throwable cause) {
    super(message, cause);
  }
}
