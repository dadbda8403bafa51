package org.unabridged.ingestion;

import org.jspecify.annotations.Nullable;

/**
 * How far an extracted text can be trusted, without a dictionary of any language.
 *
 * @param grade the verdict
 * @param replacementShare share of characters that stand for others: which could not be decoded
 *     (U+FFFD and those for private use), or were decoded in another charset than written
 *     (mojibake, which is never repaired), from 0 to 1
 * @param unmappedShare share of glyphs whose font does not say what character they are, from 0 to
 *     1; null for formats without glyphs
 * @param plausibility mean natural logarithm of the probability of a character after the one
 *     before, see {@link org.unabridged.ingestion.tika.Plausibility}; at most 0
 */
public record TextQuality(
    Grade grade, double replacementShare, @Nullable Double unmappedShare, double plausibility) {
  /** Beyond these shares of lost characters a word in ten, or every other one, is damaged. */
  private static final double DOUBTFUL_SHARE = 0.005;

  private static final double POOR_SHARE = 0.05;

  /**
   * Prose of alphabets has about -3, Chinese with its thousands of characters -7; characters that
   * follow each other in no language cost 12 to 20 each.
   */
  private static final double DOUBTFUL_PLAUSIBILITY = -7.5;

  private static final double POOR_PLAUSIBILITY = -9;

  /** What a reader may expect. */
  public enum Grade {
    /** A text as its author wrote it. */
    GOOD,
    /** Parts may be unreadable: look at the file before trusting an absence. */
    DOUBTFUL,
    /** Mostly unreadable: have the file recognised (OCR) or converted anew. */
    POOR
  }

  /** Checks the values. */
  public TextQuality {
    requireShare("replacement share", replacementShare);
    if (unmappedShare != null) {
      requireShare("unmapped share", unmappedShare);
    }
    if (!(plausibility <= 0)) {
      throw new IllegalArgumentException("plausibility must be at most 0: " + plausibility);
    }
  }

  /** A text with any mojibake is doubtful: where one word was misread, all may be. */
  static TextQuality of(
      double lostShare, double misreadShare, @Nullable Double unmappedShare, double plausibility) {
    double replacementShare = Math.min(1, lostShare + misreadShare);
    double lost = Math.max(replacementShare, unmappedShare == null ? 0 : unmappedShare);
    Grade grade = Grade.GOOD;
    if (lost > POOR_SHARE || plausibility < POOR_PLAUSIBILITY) {
      grade = Grade.POOR;
    } else if (misreadShare > 0 || lost > DOUBTFUL_SHARE || plausibility < DOUBTFUL_PLAUSIBILITY) {
      grade = Grade.DOUBTFUL;
    }
    return new TextQuality(grade, replacementShare, unmappedShare, plausibility);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must lie in [0, 1]: " + share);
    }
  }
}
