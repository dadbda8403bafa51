package org.unabridged.ingestion.tika;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * How often each language uses each letter of a script, against all languages of that script. Tells
 * charsets apart that differ in a few letters: both readings of such a letter occur in some
 * language, but only one in the language of the text. Immutable.
 */
final class LetterTables {
  /** Ratios are stored as bytes: so many steps to one in the natural logarithm. */
  static final double STEPS = 8;

  /** Letters count up to here; what lies beyond is no letter of a script with tables. */
  private static final int CHARACTERS = 0x2600;

  private static final int ASCII = 0x80;
  private static final int SCRIPTS = 7;

  /** What it costs to bring in one more script, beside the choice of a language in it. */
  private static final double ANOTHER_SCRIPT = 3;

  private final Table[] tables;
  private final double[] costs = new double[SCRIPTS];

  private LetterTables(Table[] tables) {
    this.tables = tables;
    for (Table table : tables) {
      costs[table.script]++;
    }
    Arrays.setAll(costs, script -> ANOTHER_SCRIPT + Math.log(Math.max(1, costs[script])));
  }

  static LetterTables read(DataInputStream input) throws IOException {
    Table[] tables = new Table[input.readUnsignedShort()];
    for (int i = 0; i < tables.length; i++) {
      int script = input.readUnsignedByte();
      double ofOthers = input.readByte() / STEPS;
      char[] letters = new char[input.readUnsignedShort()];
      float[] gains = new float[letters.length];
      for (int letter = 0; letter < letters.length; letter++) {
        letters[letter] = input.readChar();
        gains[letter] = (float) (input.readByte() / STEPS - ofOthers);
      }
      tables[i] = new Table(script, ofOthers, letters, gains);
    }
    return new LetterTables(tables);
  }

  /**
   * What the languages that fit best add to the logarithm of a text's probability: one language for
   * each script.
   */
  double bestFit(Counts counts) {
    double[] best = new double[SCRIPTS];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (Table table : tables) {
      if (counts.ofLetters[table.script] != null) {
        best[table.script] = Math.max(best[table.script], table.fit(counts));
      }
    }
    double sum = 0;
    for (int script = 1; script < SCRIPTS; script++) {
      sum += counts.ofLetters[script] == null ? 0 : best[script] - costs[script];
    }
    return sum;
  }

  /** The script whose tables a letter counts in; 0 when there is none. Coarse, as one byte. */
  private static int script(char letter) {
    if (letter < '\u0370' || letter >= '\u1e00' && letter < '\u1f00') {
      return 1;
    }
    return switch (letter >> 8) {
      case 0x03, 0x1f -> 2;
      case 0x04, 0x05 -> letter < '\u0590' ? 3 : 4;
      case 0x06 -> 5;
      case 0x0e -> letter < '\u0e80' ? 6 : 0;
      default -> 0;
    };
  }

  /**
   * How often each letter occurs in a text, by script. Signs inside a word count as letters of its
   * script, as some languages write them so, and so do letters of other scripts.
   */
  static final class Counts {
    private final int[][] ofLetters = new int[SCRIPTS][];
    private final int[] ofScripts = new int[SCRIPTS];

    static Counts of(CharSequence text) {
      Counts counts = new Counts();
      int word = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = Character.toLowerCase(text.charAt(i));
        if (Character.isLetter(c) || isMark(c)) {
          int script = script(c);
          counts.add(script, c);
          if (word != 0 && word != script) {
            counts.add(word, c);
          }
          word = script == 0 ? word : script;
        } else if (c < ASCII || i + 1 == text.length() || !Character.isLetter(text.charAt(i + 1))) {
          word = 0;
        } else {
          counts.add(word, c);
        }
      }
      return counts;
    }

    /** Scripts by number, 0 for none. */
    int scripts() {
      return SCRIPTS;
    }

    int of(int script, char letter) {
      return ofLetters[script] == null || letter >= CHARACTERS ? 0 : ofLetters[script][letter];
    }

    int ofScript(int script) {
      return ofScripts[script];
    }

    private void add(int script, char letter) {
      if (script == 0) {
        return;
      }
      ofScripts[script]++;
      if (letter < CHARACTERS) {
        if (ofLetters[script] == null) {
          ofLetters[script] = new int[CHARACTERS];
        }
        ofLetters[script][letter]++;
      }
    }

    private static boolean isMark(char c) {
      return c >= ASCII && Character.getType(c) == Character.NON_SPACING_MARK;
    }
  }

  private record Table(int script, double ofOthers, char[] letters, float[] gains) {
    double fit(Counts counts) {
      int[] ofLetters = counts.ofLetters[script];
      double fit = counts.ofScripts[script] * ofOthers;
      for (int i = 0; i < letters.length; i++) {
        fit += ofLetters[letters[i]] * gains[i];
      }
      return fit;
    }
  }
}
