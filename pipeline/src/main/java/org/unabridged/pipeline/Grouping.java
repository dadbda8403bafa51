package org.unabridged.pipeline;

import java.util.Locale;

/** What the model reads in one pass. */
public enum Grouping {
  /** Each document on its own. */
  DOCUMENT,
  /** All documents of a folder together, in the order of their addresses. */
  FOLDER;

  /** How configuration spells it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
