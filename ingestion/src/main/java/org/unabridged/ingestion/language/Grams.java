package org.unabridged.ingestion.language;

import java.util.function.IntConsumer;

/**
 * The groups of one to four characters inside the words of a text, a blank before and after a word
 * included. Case, digits and punctuation don't matter; an apostrophe inside a word does.
 */
final class Grams {
  private static final int LONGEST = 4;
  private static final char APOSTROPHE = '\'';

  private Grams() {}

  /** Gives each group, as often as it occurs, as a hash of its characters. */
  static void forEach(String text, IntConsumer action) {
    char[] letters = letters(text);
    for (int start = 0; start < letters.length; start++) {
      int hash = 0;
      for (int i = start; i < Math.min(letters.length, start + LONGEST); i++) {
        hash = mixed(hash, letters[i]);
        boolean blankOnly = i == start && letters[i] == ' ';
        if (!blankOnly) {
          action.accept(hash);
        }
        if (letters[i] == ' ' && i > start) {
          break;
        }
      }
    }
  }

  private static int mixed(int hash, char letter) {
    int mixed = (hash ^ letter) * 0x9e3779b1;
    return mixed ^ mixed >>> 15;
  }

  private static char[] letters(String text) {
    StringBuilder letters = new StringBuilder(text.length() + 2).append(' ');
    for (int i = 0; i < text.length(); i++) {
      char c = Character.toLowerCase(text.charAt(i));
      boolean atBlank = letters.charAt(letters.length() - 1) == ' ';
      if (isLetter(c)) {
        letters.append(c);
      } else if (isApostrophe(c)) {
        letters.append(atBlank ? "" : "'");
      } else if (!atBlank) {
        letters.append(' ');
      }
    }
    if (letters.charAt(letters.length() - 1) != ' ') {
      letters.append(' ');
    }
    return letters.toString().toCharArray();
  }

  private static boolean isLetter(char c) {
    return Character.isLetter(c)
        || Character.isSurrogate(c)
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              true;
          default -> false;
        };
  }

  private static boolean isApostrophe(char c) {
    return c == APOSTROPHE || c == '\u2019' || c == '\u02bc';
  }
}
