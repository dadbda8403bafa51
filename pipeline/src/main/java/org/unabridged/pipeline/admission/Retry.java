package org.unabridged.pipeline.admission;

import java.util.Locale;

/** Which work a run looks for. */
public enum Retry {
  /** All that is not finished. */
  EVERYTHING,
  /** Only what failed in the run before; what is new waits. */
  FAILED;

  /** Its name in {@code run.json}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
