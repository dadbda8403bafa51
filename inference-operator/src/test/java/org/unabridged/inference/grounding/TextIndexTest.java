package org.unabridged.inference.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.grounding.GroundingCases.Case;
import org.unabridged.inference.grounding.GroundingCases.Kind;

class TextIndexTest {
  private static final int CASES_PER_KIND = Integer.getInteger("unabridged.grounding.cases", 200);

  @ParameterizedTest
  @EnumSource
  void findsWhatIsThereAndNothingElse(Kind kind) {
    for (int seed = 0; seed < CASES_PER_KIND; seed++) {
      Case task = GroundingCases.of(kind, seed);
      GroundedSpan span = TextIndex.of(task.text()).locate(task.anchor());
      if (task.start() < 0) {
        assertThat(span).as("%s, seed %d", kind, seed).isNull();
      } else {
        Objects.requireNonNull(span, () -> "not located: " + task);
        assertThat(task.text().substring(span.start(), span.end()))
            .as("%s, seed %d", kind, seed)
            .isEqualTo(task.text().substring(task.start(), task.end()));
        assertThat(span.start()).as("%s, seed %d", kind, seed).isEqualTo(task.start());
        assertHasWords(task, span, kind + ", seed " + seed);
      }
    }
  }

  /** The slow twin: letters and digits alone, and the whole table of edit distances. */
  private static void assertHasWords(Case task, GroundedSpan span, String which) {
    String text = task.text().substring(span.start(), span.end());
    String first = task.anchor().firstWords();
    String last = task.anchor().lastWords();
    switch (span.tier()) {
      case EXACT -> assertThat(text).as(which).startsWith(first).endsWith(last);
      case NORMALISED ->
          assertThat(letters(text)).as(which).startsWith(letters(first)).endsWith(letters(last));
      case FUZZY -> {
        String letters = letters(text);
        String reversed = new StringBuilder(letters).reverse().toString();
        assertThat(toPrefix(letters(first), letters)).as(which).isLessThanOrEqualTo(2);
        assertThat(toPrefix(new StringBuilder(letters(last)).reverse().toString(), reversed))
            .as(which)
            .isLessThanOrEqualTo(2);
      }
    }
  }

  private static String letters(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static int toPrefix(String wanted, String text) {
    int[][] table = new int[wanted.length() + 1][text.length() + 1];
    for (int i = 0; i <= wanted.length(); i++) {
      for (int j = 0; j <= text.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
        } else {
          int replaced = table[i - 1][j - 1] + (wanted.charAt(i - 1) == text.charAt(j - 1) ? 0 : 1);
          table[i][j] = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        }
      }
    }
    int best = Integer.MAX_VALUE;
    for (int distance : table[wanted.length()]) {
      best = Math.min(best, distance);
    }
    return best;
  }

  @Test
  void saysHowWellTheWordsMatch() {
    String text = "The “Term” of this Agree-\nment is three years.";
    assertThat(locate(text, "The “Term” of", "three years.")).isEqualTo(MatchTier.EXACT);
    assertThat(locate(text, "the \"term\" of", "THREE  YEARS.")).isEqualTo(MatchTier.NORMALISED);
    assertThat(locate(text, "this agreement", "three years")).isEqualTo(MatchTier.NORMALISED);
    assertThat(locate(text, "the term of thiss agreement", "three years"))
        .isEqualTo(MatchTier.FUZZY);
    assertThat(locate(text, "the end of the world", "as we know it")).isNull();
  }

  private static @Nullable MatchTier locate(String text, String first, String last) {
    GroundedSpan span = TextIndex.of(text).locate(new Anchor(1, 1, first, last));
    return span == null ? null : span.tier();
  }

  @Test
  void locatesNothingInNothing() {
    assertThat(TextIndex.of(" \n ").locate(new Anchor(1, 1, "a word", "a word"))).isNull();
    assertThat(TextIndex.of("a word").locate(new Anchor(1, 1, "", "-"))).isNull();
    assertThat(TextIndex.of("a word").locate(new Anchor(Integer.MIN_VALUE, 9, "word", "word")))
        .isEqualTo(new GroundedSpan(2, 6, MatchTier.EXACT));
  }

  @Test
  void doesNotTakePartsOfWordsOrNumbers() {
    assertThat(TextIndex.of("misplaced").locate(new Anchor(1, 1, "placed", "placed"))).isNull();
    assertThat(TextIndex.of("USD 1,500").locate(new Anchor(1, 1, "00", "00"))).isNull();
    assertThat(TextIndex.of("pay 10-20").locate(new Anchor(1, 1, "1020", "1020"))).isNull();
    assertThat(TextIndex.of("a cafe\u0301 b").locate(new Anchor(1, 1, "cafe", "cafe"))).isNull();
  }

  @Test
  void leavesRepeatedWordsUnlocatedWhereNoLineTellsThemApart() {
    String clause = "Either party may terminate for convenience.\n";
    String filler = "Something else altogether stands here, over and over again.\n".repeat(20);
    String text = clause + filler + clause;
    Anchor lost = new Anchor(11, 11, "Either party may", "for convenience.");
    assertThat(TextIndex.of(text).locate(lost)).isNull();
    Anchor second = new Anchor(22, 22, "Either party may", "for convenience.");
    assertThat(TextIndex.of(text).locate(second))
        .isEqualTo(
            new GroundedSpan(
                clause.length() + filler.length(), text.length() - 1, MatchTier.EXACT));
  }

  @Test
  void prefersTheWholeQuoteToItsEnds() {
    String text = "Fee one: the fee is 5 dollars. Fee two: the fee is 6 dollars.";
    GroundedSpan span =
        TextIndex.of(text).locate(new Anchor(1, 1, "the fee", "dollars.", "the fee is 6 dollars."));
    assertThat(span).isEqualTo(new GroundedSpan(40, 61, MatchTier.EXACT));
  }

  @Test
  void staysFastOnHostileText() {
    String text = "ab ".repeat(300_000);
    TextIndex index = TextIndex.of(text);
    long started = System.nanoTime();
    index.locate(new Anchor(5, 900, "ab ".repeat(30) + "ac", "ab ".repeat(20) + "ad"));
    assertThat(System.nanoTime() - started).isLessThan(5_000_000_000L);
  }
}
