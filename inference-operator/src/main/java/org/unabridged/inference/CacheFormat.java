package org.unabridged.inference;

import java.util.Locale;

/** What a generative model in this process keeps the keys and values of a context in. */
public enum CacheFormat {
  /** Half precision: what a context needs by default. */
  F16,
  /**
   * Bytes with a scale for every 32 of them: about half the memory, at the cost of rounding to one
   * part in 254 of the largest of the 32.
   */
  Q8_0;

  /** As in settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
