package org.unabridged.ingestion;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.tika.Mojibake;
import org.unabridged.ingestion.tika.Plausibility;

/** Grades texts. */
final class Qualities {
  /** Longer texts are judged by parts of this length from their beginning, middle and end. */
  private static final int SAMPLE_CHARACTERS = 20_000;

  private static final Pattern LAYOUT = Pattern.compile("[\\s\\h._\u2026-]+");
  private static final char REPLACEMENT = '\ufffd';

  private Qualities() {}

  /** Grades a text that is not empty. */
  static TextQuality of(String text, @Nullable Double unmappedShare) {
    double lost = text.chars().filter(Qualities::isLost).count() / (double) text.length();
    return TextQuality.of(lost, Mojibake.share(text), unmappedShare, plausibility(text));
  }

  private static double plausibility(String text) {
    if (text.length() <= 3 * SAMPLE_CHARACTERS) {
      return perCharacter(text);
    }
    int middle = text.length() / 2;
    return (perCharacter(text.substring(0, SAMPLE_CHARACTERS))
            + perCharacter(text.substring(middle, middle + SAMPLE_CHARACTERS))
            + perCharacter(text.substring(text.length() - SAMPLE_CHARACTERS)))
        / 3;
  }

  /** Runs of blanks, dots and lines to fill in say nothing of the writing between them. */
  private static double perCharacter(String sample) {
    String writing = LAYOUT.matcher(sample).replaceAll(" ").strip();
    return writing.isEmpty() ? 0 : Plausibility.perCharacter(writing);
  }

  private static boolean isLost(int unit) {
    return unit == REPLACEMENT || unit >= '\ue000' && unit <= '\uf8ff';
  }
}
