package org.unabridged.pipeline;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** A folder that a run writes to cannot be made or written to. */
public final class UnusableOutputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private UnusableOutputException(String message, Exception cause) {
    super(message, cause);
  }

  static UnusableOutputException ofOutput(Path folder, Exception cause) {
    return new UnusableOutputException(message("output folder " + folder, "-o", cause), cause);
  }

  static UnusableOutputException ofState(Path folder, Exception cause) {
    return new UnusableOutputException(message("state folder " + folder, "--state", cause), cause);
  }

  private static String message(String folder, String flag, Exception cause) {
    return "cannot write to the "
        + folder
        + " ("
        + reason(cause)
        + "): check its permissions, or choose another folder with "
        + flag;
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
