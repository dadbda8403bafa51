package org.unabridged.outputs;

import java.util.Locale;

/** Whether the work that a row stands for was done. */
public enum Status {
  /** All work was done. */
  OK,
  /** Some work failed; the row says why. */
  FAILED;

  /** How files spell it. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
