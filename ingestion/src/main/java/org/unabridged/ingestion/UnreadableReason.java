package org.unabridged.ingestion;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Says why a file could not be read, and what to do; without its name, which stands beside it. */
final class UnreadableReason {
  private UnreadableReason() {}

  static String of(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "vanished before it was read: run again";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be read: check its permissions";
    }
    String message = String.valueOf(e.getMessage());
    if (message.toLowerCase(Locale.ROOT).contains("is a directory")) {
      return "is a folder that cannot be listed: check its permissions";
    }
    return "could not be read (" + e.getClass().getSimpleName() + "): check the disk or the share";
  }
}
