package org.unabridged.ingestion;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Whether pages of PDFs that have no text are read from their image (OCR), by the Tesseract that is
 * installed on the machine.
 *
 * @param mode when
 * @param languages Tesseract's names of the languages, joined by plus signs, such as {@code
 *     eng+deu}
 */
public record Recognition(Mode mode, String languages) implements Serializable {
  /** Default languages: the one that every installation has. */
  public static final String LANGUAGES = "eng";

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

  /** Where Tesseract is installed, in English. */
  public static Recognition defaults() {
    return new Recognition(Mode.WHEN_INSTALLED, LANGUAGES);
  }

  /** In other languages. */
  public Recognition in(String otherLanguages) {
    return new Recognition(mode, otherLanguages);
  }

  /** Never. */
  public static Recognition off() {
    return new Recognition(Mode.OFF, LANGUAGES);
  }
}
