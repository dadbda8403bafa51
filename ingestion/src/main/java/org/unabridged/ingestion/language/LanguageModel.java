package org.unabridged.ingestion.language;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * How well a text fits each of some hundred languages: a naive Bayes classifier on groups of one to
 * four characters. Trained on declarations and laws, so that legal texts fit best. Immutable; safe
 * for many threads.
 *
 * <p>Each language knows the groups that are most frequent in it, and the logarithm of the
 * probability of any other.
 */
public final class LanguageModel {
  static final String RESOURCE = "languages.bin";

  /** Gains are stored as bytes: so many steps to one in the natural logarithm. */
  static final double STEPS = 20;

  private final String[] languages;
  private final Character.UnicodeScript[] scripts;
  private final float[] ofOthers;
  private final int[] slots;
  private final int[] starts;
  private final short[] holders;
  private final byte[] gains;
  private final int mask;

  private LanguageModel(DataInputStream input) throws IOException {
    languages = new String[input.readUnsignedShort()];
    scripts = new Character.UnicodeScript[languages.length];
    ofOthers = new float[languages.length];
    for (int i = 0; i < languages.length; i++) {
      languages[i] = input.readUTF();
      scripts[i] = Character.UnicodeScript.valueOf(input.readUTF());
      ofOthers[i] = input.readFloat();
    }
    int grams = input.readInt();
    holders = new short[input.readInt()];
    gains = new byte[holders.length];
    mask = Integer.highestOneBit(Math.max(1, grams)) * 4 - 1;
    slots = new int[mask + 1];
    starts = new int[2 * (mask + 1)];
    int entry = 0;
    for (int i = 0; i < grams; i++) {
      int gram = input.readInt();
      int slot = slot(gram);
      slots[slot] = gram;
      starts[2 * slot] = entry;
      for (int left = input.readUnsignedShort(); left > 0; left--) {
        holders[entry] = input.readShort();
        gains[entry++] = input.readByte();
      }
      starts[2 * slot + 1] = entry;
    }
  }

  /** The bundled model, loaded with the first call. */
  public static LanguageModel bundled() {
    return Bundled.MODEL;
  }

  static LanguageModel read(InputStream stream) throws IOException {
    try (DataInputStream input =
        new DataInputStream(new BufferedInputStream(new InflaterInputStream(stream), 1 << 16))) {
      return new LanguageModel(input);
    }
  }

  /** Number of languages, each in one script: some have more than one number. */
  public int languages() {
    return languages.length;
  }

  /** BCP 47 tag, with the script where the language is written in several. */
  public String language(int number) {
    return languages[number];
  }

  /** The script of a language. Japanese counts as Han. */
  public Character.UnicodeScript script(int number) {
    return scripts[number];
  }

  /**
   * The logarithm of the probability of the text in each language, up to a constant; negative
   * infinity for languages in other scripts than that of most of the text's letters. All are when
   * no language knows anything in the text.
   */
  public double[] fit(String text) {
    Character.UnicodeScript script = Script.of(text);
    double[] fit = new double[languages.length];
    int[] grams = {0, 0};
    Grams.forEach(
        text,
        gram -> {
          grams[0]++;
          int slot = slot(gram);
          grams[1] += slots[slot] == 0 ? 0 : 1;
          for (int entry = starts[2 * slot]; entry < starts[2 * slot + 1]; entry++) {
            fit[holders[entry]] += (gains[entry] & 0xff) / STEPS;
          }
        });
    for (int i = 0; i < fit.length; i++) {
      fit[i] =
          grams[1] > 0 && scripts[i] == script
              ? fit[i] + grams[0] * ofOthers[i]
              : Double.NEGATIVE_INFINITY;
    }
    return fit;
  }

  /** The language that a text fits best; null when it has nothing that any language knows. */
  public @Nullable String bestFit(String text) {
    double[] fit = fit(text);
    int best = 0;
    for (int i = 1; i < fit.length; i++) {
      best = fit[i] > fit[best] ? i : best;
    }
    return Double.isInfinite(fit[best]) ? null : languages[best];
  }

  private int slot(int gram) {
    int slot = gram * 0x85ebca6b >>> 8 & mask;
    while (slots[slot] != 0 && slots[slot] != gram) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static final class Bundled {
    static final LanguageModel MODEL = load();

    private static LanguageModel load() {
      try (InputStream resource =
          Objects.requireNonNull(LanguageModel.class.getResourceAsStream(RESOURCE), RESOURCE)) {
        return read(resource);
      } catch (IOException e) {
        throw new UncheckedIOException("the bundled model cannot be read", e);
      }
    }
  }
}
