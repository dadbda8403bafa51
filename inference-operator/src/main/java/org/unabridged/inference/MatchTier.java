package org.unabridged.inference;

import java.util.Locale;

/** How a clause was located in the source text. */
public enum MatchTier {
  /** Character for character, by offsets. */
  EXACT,
  /** After folding white space, case or punctuation; the quote is copied from the source. */
  NORMALISED,
  /** By closest match; the quote is copied from the source. */
  FUZZY;

  /** The name used in files and tables, such as {@code exact}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
