package org.unabridged.ingestion.tika;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that readers see at footnotes and endnotes: files know them by ids only. Endnotes
 * have Roman numbers, as in Word.
 */
final class NoteNumbers {
  private static final int[] VALUES = {100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final String[] DIGITS = {"c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"};

  /** A kind of note. */
  enum Kind {
    FOOTNOTE,
    ENDNOTE
  }

  private final Map<String, String> numbers = new HashMap<>();
  private final int[] counts = new int[Kind.values().length];

  /** The number of a note that the text refers to: the next one unless it has one already. */
  String refer(Kind kind, String id) {
    return numbers.computeIfAbsent(
        kind + id,
        key -> {
          int number = ++counts[kind.ordinal()];
          return kind == Kind.FOOTNOTE ? String.format(Locale.ROOT, "%d", number) : roman(number);
        });
  }

  /** Null for a note to which nothing refers. */
  @Nullable String of(Kind kind, String id) {
    return numbers.get(kind + id);
  }

  private static String roman(int number) {
    StringBuilder roman = new StringBuilder();
    int rest = number;
    for (int i = 0; i < VALUES.length; i++) {
      for (; rest >= VALUES[i]; rest -= VALUES[i]) {
        roman.append(DIGITS[i]);
      }
    }
    return roman.toString();
  }
}
