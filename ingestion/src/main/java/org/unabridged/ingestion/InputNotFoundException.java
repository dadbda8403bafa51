package org.unabridged.ingestion;

/** An input names nothing that exists. */
public final class InputNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String input;

  InputNotFoundException(String input, String message) {
    super(message);
    this.input = input;
  }

  /** The input as it was given. */
  public String input() {
    return input;
  }
}
