package org.unabridged.inference.weights;

/**
 * A file is not a GGUF file that this reader can use; the message names the file and what is wrong
 * in it.
 */
public final class GgufFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public GgufFormatException(String message) {
    super(message);
  }
}
