package org.unabridged.pipeline.state;

import java.nio.file.Path;

/** Another run is writing to the same output folder. */
public final class OutputLockedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutputLockedException(Path output, String owner) {
    super(
        "another run is writing to "
            + output
            + (owner.isEmpty() ? "" : " (" + owner + ")")
            + ": wait until it ends, stop it, or choose another output folder with -o");
  }
}
