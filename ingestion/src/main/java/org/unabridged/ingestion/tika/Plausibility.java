package org.unabridged.ingestion.tika;

/** How plausible a text is as writing, for the packages that do not choose charsets. */
public final class Plausibility {
  private Plausibility() {}

  /**
   * Mean natural logarithm of the probability of a character after the one before, in one model of
   * all languages. At most 0; prose has about -3, whatever the language.
   *
   * @param text not empty
   */
  public static double perCharacter(String text) {
    return Math.min(0, Model.BUNDLED.logLikelihood(text) / text.length());
  }

  static TextPlausibility model() {
    return Model.BUNDLED;
  }

  /** Read when the first text is graded. */
  private static final class Model {
    static final TextPlausibility BUNDLED = TextPlausibility.bundled();
  }
}
