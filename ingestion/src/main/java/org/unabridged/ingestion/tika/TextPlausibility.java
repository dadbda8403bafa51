package org.unabridged.ingestion.tika;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.InflaterInputStream;

/**
 * How likely a text is as writing in any language: the sum over its characters of the logarithm of
 * the character's probability after the one before. One model for all languages; a character
 * sequence that no language writes, such as letters of two scripts in a word or a symbol inside
 * one, costs most. Immutable.
 *
 * <p>The probability of a pair that was not seen is that of its second character, times a weight of
 * the first (absolute back-off with additive smoothing).
 */
final class TextPlausibility {
  static final String RESOURCE = "text-plausibility.bin";

  /** Logarithms are stored as bytes: so many steps to one. */
  static final double STEPS = 8;

  private static final int CHARACTERS = 1 << 16;
  private static final int SMALLEST_TABLE = 1 << 17;

  /** What it costs when a letter is of another script than the last. */
  private static final double SWITCH = -6;

  private static final float CONTROL = -20;
  private static final float UNKNOWN_LETTER = -15;
  private static final float UNKNOWN_IDEOGRAPH = -13;
  private static final float UNKNOWN_SYMBOL = -14;

  private final float[] alone = new float[CHARACTERS];
  private final float[] backOff = new float[CHARACTERS];
  private final int[] pairs = new int[SMALLEST_TABLE];
  private final float[] ofPairs = new float[SMALLEST_TABLE];
  private final LetterTables letters;

  private TextPlausibility(DataInputStream input) throws IOException {
    for (int c = 0; c < CHARACTERS; c++) {
      alone[c] = unknown((char) c);
    }
    int characters = input.readInt();
    char[] known = new char[characters];
    for (int i = 0; i < characters; i++) {
      known[i] = input.readChar();
      alone[known[i]] = logarithm(input);
      backOff[known[i]] = logarithm(input);
    }
    int count = input.readInt();
    if (count > SMALLEST_TABLE / 2) {
      throw new IOException("too many pairs: " + count);
    }
    for (int i = 0; i < count; i++) {
      int pair = input.readChar() << 16 | input.readChar();
      int slot = slot(pair);
      pairs[slot] = pair;
      ofPairs[slot] = logarithm(input);
    }
    letters = LetterTables.read(input);
  }

  /** The bundled model. */
  static TextPlausibility bundled() {
    try (InputStream resource =
        Objects.requireNonNull(TextPlausibility.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return read(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled model cannot be read", e);
    }
  }

  static TextPlausibility read(InputStream stream) throws IOException {
    return new TextPlausibility(
        new DataInputStream(new BufferedInputStream(new InflaterInputStream(stream))));
  }

  /** The natural logarithm of the text's probability. */
  double logLikelihood(CharSequence text) {
    double sum = 0;
    char context = ' ';
    int script = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = folded(text.charAt(i));
      if (c == ' ' && context == ' ') {
        continue;
      }
      int slot = slot(context << 16 | c);
      sum += pairs[slot] == 0 ? backOff[context] + alone[c] : ofPairs[slot];
      context = context(c);
      if (Character.isLetter(c)) {
        int next = script(c);
        sum += script != 0 && next != script ? SWITCH : 0;
        script = next;
      }
    }
    return sum + letters.bestFit(LetterTables.Counts.of(text));
  }

  /** Coarse: what is written together in one language counts as one. Never 0. */
  private static int script(char c) {
    if (c < '\u0370' || c >= '\u1e00' && c < '\u1f00') {
      return 1;
    }
    return c >= '\u3000' ? 2 : 3 + (c >> 8);
  }

  /** Digits are alike, and so is white space except for the no-break space. */
  static char folded(char c) {
    if (c == '\n' || c == '\r' || c == '\t' || c == '\f') {
      return ' ';
    }
    return c >= '0' && c <= '9' ? '0' : c;
  }

  /** What of a character matters to the next one: of scripts with thousands, only the script. */
  static char context(char c) {
    if (c >= '\u3040' && c <= '\u30ff') {
      return '\u3042';
    }
    if (c >= '\u3400' && c <= '\u9fff') {
      return '\u4e00';
    }
    return c >= '\uac00' && c <= '\ud7a3' ? '\uac00' : c;
  }

  private static float unknown(char c) {
    if (Character.isISOControl(c) || c >= '\ud800' && c <= '\uf8ff' || c >= '\ufff0') {
      return CONTROL;
    }
    if (Character.isIdeographic(c) || c >= '\uac00' && c <= '\ud7a3') {
      return UNKNOWN_IDEOGRAPH;
    }
    return Character.isLetter(c) ? UNKNOWN_LETTER : UNKNOWN_SYMBOL;
  }

  private static float logarithm(DataInputStream input) throws IOException {
    return (float) (-input.readUnsignedByte() / STEPS);
  }

  private int slot(int pair) {
    int slot = (pair * 0x9e3779b1) >>> 15;
    while (pairs[slot] != 0 && pairs[slot] != pair) {
      slot = slot + 1 & SMALLEST_TABLE - 1;
    }
    return slot;
  }
}
