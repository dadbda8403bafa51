package org.unabridged.inference.weights;

import org.jspecify.annotations.Nullable;

/**
 * Files are not weights that this reader can use; the message names the file and what is wrong in
 * it.
 */
public final class WeightFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong, and in which file. */
  public WeightFormatException(String message) {
    this(message, null);
  }

  WeightFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
