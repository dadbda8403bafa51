package org.unabridged.ingestion.tika;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Recognises text that was decoded in another charset than it was written in, once or twice, before
 * it came into the file: UTF-8 read as Windows-1252 ({@code Ã©} for {@code é}), Windows-1251 read
 * as Windows-1252, and so on. The text is not repaired: bytes may be missing, and an offset must
 * refer to what the file says.
 *
 * <p>UTF-8 is recognised word by word, so that a damaged paragraph in a sound text is found:
 * encoded again, its characters beyond ASCII make whole sequences of UTF-8, and the word that these
 * spell is far more plausible ({@link TextPlausibility}) than the one in the text. Other charsets
 * are compared over a sample of the text.
 */
public final class Mojibake {
  /** So much more plausible, as a logarithm, a word must be in UTF-8; see the measuring program. */
  private static final double GAIN_OF_WORD = 8;

  /** And all such words of a text together. */
  private static final double GAIN_OF_TEXT = 24;

  private static final char REPLACEMENT = '\ufffd';
  private static final int MOST_WORDS = 4_000;
  private static final int LONGEST_WORD = 60;
  private static final int SAMPLE_CHARACTERS = 2_000;

  /** Of a character: writing has about -3. */
  private static final double SUSPICIOUS = -4;

  /** Of a character beyond ASCII: so much more plausible a text must be in another charset. */
  private static final double GAIN_OF_CHARACTER = 1.5;

  private static final List<String> SINGLE_BYTES =
      List.of(
          "windows-1252",
          "ISO-8859-1",
          "windows-1251",
          "windows-1250",
          "windows-1253",
          "windows-1254",
          "windows-1257",
          "IBM850",
          "IBM437",
          "IBM866",
          "KOI8-R",
          "x-MacRoman");

  private static final List<String> DOUBLE_BYTES =
      List.of("GB18030", "windows-31j", "Big5", "x-windows-949");

  private final TextPlausibility plausibility;
  private final Map<String, Double> gains = new HashMap<>();
  private double gain;
  private long misread;

  private Mojibake(TextPlausibility plausibility) {
    this.plausibility = plausibility;
  }

  /**
   * The share of a text's characters that were misread.
   *
   * @param text not empty
   * @return from 0 to 1; 0 for a text without such characters
   */
  public static double share(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return 0;
    }
    double best = 0;
    for (Function<String, String> reading : Readings.OF_UTF_8) {
      Mojibake mojibake = new Mojibake(Plausibility.model());
      mojibake.read(text, reading);
      best = Math.max(best, mojibake.gain < GAIN_OF_TEXT ? 0 : mojibake.misread);
    }
    return Math.min(1, (best > 0 ? best : misreadInLegacyCharset(text)) / text.length());
  }

  private void read(String text, Function<String, String> reading) {
    int start = -1;
    boolean beyondAscii = false;
    for (int i = 0; i <= text.length() && gains.size() < MOST_WORDS; i++) {
      boolean blank = i == text.length() || isBlank(text.charAt(i));
      if (blank || start >= 0 && i - start >= LONGEST_WORD) {
        if (beyondAscii) {
          add(text.substring(start, i), reading);
        }
        start = blank ? -1 : i;
        beyondAscii = !blank && text.charAt(i) >= 0x80;
      } else {
        start = start < 0 ? i : start;
        beyondAscii |= text.charAt(i) >= 0x80;
      }
    }
  }

  /** A no-break space is none here: it is the second byte of letters. */
  private static boolean isBlank(char c) {
    return c <= ' ' || c == '\u3000';
  }

  private void add(String word, Function<String, String> reading) {
    double gained = gains.computeIfAbsent(word, each -> gainOf(each, reading));
    if (gained >= GAIN_OF_WORD) {
      gain += gained;
      misread += word.chars().filter(c -> c >= 0x80).count();
    }
  }

  private double gainOf(String word, Function<String, String> reading) {
    String meant = reading.apply(word);
    return meant.isEmpty()
        ? 0
        : plausibility.logLikelihood(meant)
            - Utf8Misread.lost(meant) * Utf8Misread.COST_OF_LOST
            - plausibility.logLikelihood(word);
  }

  private static double misreadInLegacyCharset(String text) {
    String sample = sample(text);
    long beyondAscii = sample.chars().filter(c -> c >= 0x80).count();
    if (beyondAscii == 0 || Plausibility.perCharacter(sample) > SUSPICIOUS) {
      return 0;
    }
    double likelihood = Plausibility.model().logLikelihood(sample);
    CharsetChooser chooser = new CharsetChooser(Plausibility.model());
    for (Charset charset : Readings.IN) {
      byte[] bytes = bytes(sample, charset);
      if (bytes.length > 0) {
        Charset best = chooser.choose(bytes);
        if (best != null
            && chooser.score(bytes, best) - likelihood
                > Math.max(GAIN_OF_TEXT, GAIN_OF_CHARACTER * beyondAscii)) {
          return text.chars().filter(c -> c >= 0x80).count();
        }
      }
    }
    return 0;
  }

  /** Empty when the charset cannot have given the text, but for what it could not decode. */
  private static byte[] bytes(String sample, Charset charset) {
    String known = sample.replace(REPLACEMENT, '?');
    return charset.newEncoder().canEncode(known) ? known.getBytes(charset) : new byte[0];
  }

  /** The first lines with characters beyond ASCII. */
  private static String sample(String text) {
    StringBuilder sample = new StringBuilder();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.chars().anyMatch(c -> c >= 0x80)) {
        sample.append(line, 0, Math.min(line.length(), SAMPLE_CHARACTERS)).append('\n');
      }
      if (sample.length() >= SAMPLE_CHARACTERS) {
        break;
      }
    }
    return sample.toString();
  }

  /** In which charsets texts are read that were written in others. */
  private static final class Readings {
    static final List<Charset> IN =
        Stream.concat(SINGLE_BYTES.stream(), DOUBLE_BYTES.stream())
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .toList();

    /** What words mean if they are UTF-8. */
    static final List<Function<String, String>> OF_UTF_8 =
        Stream.concat(
                SINGLE_BYTES.stream()
                    .filter(Charset::isSupported)
                    .map(name -> Utf8Misread.inSingleBytes(Charset.forName(name))),
                DOUBLE_BYTES.stream()
                    .filter(Charset::isSupported)
                    .map(name -> Utf8Misread.inDoubleBytes(Charset.forName(name))))
            .toList();
  }
}
