package org.unabridged.pipeline.admission;

import java.util.Locale;

/** What is done first, of that which was not left over from the run before. */
public enum WorkOrder {
  /** The most documents in the least time. */
  SMALLEST,
  /** By the time of the last change, what has waited longest first. */
  OLDEST,
  /** By the time of the last change, the latest first. */
  NEWEST;

  /** Its name in settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
