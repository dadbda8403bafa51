package org.unabridged.inference;

import java.util.Locale;

/** How tokens were counted before they were sent. */
public enum TokenCount {
  /** By the model's own tokenizer: what was sent is what must be seen. */
  EXACT,
  /** From the characters, never too few; that all was read was shown in another way. */
  ESTIMATE;

  /** The name used in files and tables, such as {@code exact}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
