package org.unabridged.inference.qwen35;

/** A context needs more memory than there is. The message has both numbers. */
public final class InsufficientMemoryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  InsufficientMemoryException(String message) {
    super(message);
  }

  InsufficientMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
