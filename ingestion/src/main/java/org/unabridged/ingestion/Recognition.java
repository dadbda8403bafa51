package org.unabridged.ingestion;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Whether image files, and pages of PDFs that have no text, are read from their image (OCR), by the
 * Tesseract that is installed on the machine.
 *
 * @param mode when
 * @param languages Tesseract's names of the languages, joined by plus signs, such as {@code
 *     eng+deu}; {@link #TO_BE_FOUND} to find each page's among those that are installed
 */
public record Recognition(Mode mode, String languages) implements Serializable {
  /** Default languages: those that a page turns out to be written in. */
  public static final String TO_BE_FOUND = "auto";

  private static final long serialVersionUID = 1;
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_/]+(\\+[A-Za-z0-9_/]+){0,9}");

  /** When pages are recognised. */
  public enum Mode {
    /** Never: a page without text stays without. */
    OFF,
    /** Where Tesseract is installed. */
    WHEN_INSTALLED
  }

  /** Checks the names. */
  public Recognition {
    if (!NAMES.matcher(languages).matches()) {
      throw new IllegalArgumentException(
          "languages must be one to ten names joined by plus signs, such as eng+deu: " + languages);
    }
  }

  /** Where Tesseract is installed, in the languages that are found. */
  public static Recognition defaults() {
    return new Recognition(Mode.WHEN_INSTALLED, TO_BE_FOUND);
  }

  /** In other languages. */
  public Recognition in(String otherLanguages) {
    return new Recognition(mode, otherLanguages);
  }

  /** Never. */
  public static Recognition off() {
    return new Recognition(Mode.OFF, TO_BE_FOUND);
  }
}
