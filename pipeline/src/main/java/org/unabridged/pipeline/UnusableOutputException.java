package org.unabridged.pipeline;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** The output folder cannot be made or written to. */
public final class UnusableOutputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableOutputException(Path output, Exception cause) {
    super(
        "cannot write to the output folder "
            + output
            + " ("
            + reason(cause)
            + "): check its permissions, or choose another folder with -o",
        cause);
  }

  private static String reason(Exception cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    return String.valueOf(cause.getMessage());
  }
}
