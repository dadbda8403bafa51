package org.unabridged.outputs;

import org.jspecify.annotations.Nullable;

/**
 * The folder of a run could not be made, written or published. The message says which and what
 * would help.
 */
public final class RunDirectoryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  RunDirectoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
