package org.unabridged.ingestion;

/**
 * How much of a text is in a language.
 *
 * @param language BCP 47 tag such as {@code en} or {@code sr-Latn}; {@code und} when it cannot be
 *     told
 * @param share of the text, above 0 and at most 1
 */
public record LanguageShare(String language, double share) {
  /** Tag of a text whose language cannot be told. */
  public static final String UNDETERMINED = "und";

  /** Checks the values. */
  public LanguageShare {
    Require.notBlank("language", language);
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must lie in (0, 1]: " + share);
    }
  }
}
