package org.unabridged.ingestion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.unabridged.ingestion.tika.LanguageDetection;

/**
 * Tells the languages of a text from samples spread evenly over it. Of a long text a language in
 * one sample only does not count, unless it is written in another script than the rest: names and
 * tables look like all kinds of languages.
 */
final class Languages {
  /** Enough for the detector to be right on all but close relatives; it takes about 5 ms. */
  private static final int SAMPLE_CHARACTERS = 800;

  private static final int MOST_SAMPLES = 12;
  private static final int FEWEST_LETTERS = 20;
  private static final int SAMPLES_PER_PROBE = 3;
  private static final int SAMPLES_TO_COMPARE = 8;

  /** Scripts in which all but few texts are in one language. */
  private static final Map<Character.UnicodeScript, String> ONLY_LANGUAGE =
      Map.ofEntries(
          Map.entry(Character.UnicodeScript.GREEK, "el"),
          Map.entry(Character.UnicodeScript.ARMENIAN, "hy"),
          Map.entry(Character.UnicodeScript.GEORGIAN, "ka"),
          Map.entry(Character.UnicodeScript.HEBREW, "he"),
          Map.entry(Character.UnicodeScript.HANGUL, "ko"),
          Map.entry(Character.UnicodeScript.HIRAGANA, "ja"),
          Map.entry(Character.UnicodeScript.KATAKANA, "ja"),
          Map.entry(Character.UnicodeScript.THAI, "th"),
          Map.entry(Character.UnicodeScript.LAO, "lo"),
          Map.entry(Character.UnicodeScript.KHMER, "km"),
          Map.entry(Character.UnicodeScript.MYANMAR, "my"),
          Map.entry(Character.UnicodeScript.TAMIL, "ta"),
          Map.entry(Character.UnicodeScript.TELUGU, "te"),
          Map.entry(Character.UnicodeScript.KANNADA, "kn"),
          Map.entry(Character.UnicodeScript.MALAYALAM, "ml"),
          Map.entry(Character.UnicodeScript.GUJARATI, "gu"),
          Map.entry(Character.UnicodeScript.GURMUKHI, "pa"),
          Map.entry(Character.UnicodeScript.SINHALA, "si"),
          Map.entry(Character.UnicodeScript.TIBETAN, "bo"));

  private static final Comparator<Tally> LARGEST_FIRST =
      Comparator.comparingInt(Tally::letters).reversed().thenComparing(Tally::language);

  private static final ThreadLocal<LanguageDetection> DETECTION =
      ThreadLocal.withInitial(LanguageDetection::new);

  private static final Map<String, String> BCP_47 = bcp47();

  private Languages() {}

  /** Loads the model, which takes a while. */
  static void warmUp() {
    DETECTION.get().detect("This agreement is made by and between the parties.");
  }

  static List<LanguageShare> of(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<Sample> samples = samples(text);
    List<Tally> tallies = tallies(probes(samples));
    if (tallies.size() > 1) {
      tallies = tallies(samples);
    }
    return samples.size() < SAMPLES_TO_COMPARE
        ? shares(tallies)
        : shares(withoutStrays(tallies, tallies.get(0)));
  }

  /**
   * A third of the samples, if all are in one script: most texts are in one language, and need not
   * be looked at more often to see that.
   */
  private static List<Sample> probes(List<Sample> samples) {
    if (samples.stream().map(Sample::script).distinct().count() > 1) {
      return samples;
    }
    return IntStream.range(0, samples.size())
        .filter(i -> i % SAMPLES_PER_PROBE == 0 || i == samples.size() - 1)
        .mapToObj(samples::get)
        .toList();
  }

  private static List<Tally> tallies(List<Sample> samples) {
    Map<String, Tally> tallies = new HashMap<>();
    for (Sample sample : samples) {
      String language = language(sample.text(), sample.script());
      tallies.merge(
          language, new Tally(language, sample.letters(), 1, sample.script()), Tally::plus);
    }
    return tallies.values().stream().sorted(LARGEST_FIRST).toList();
  }

  /** Some scripts say more than the detector, which was seen to take Greek for Kurdish. */
  private static String language(String sample, Character.UnicodeScript script) {
    if (script == Character.UnicodeScript.HAN) {
      return sample.codePoints().anyMatch(Languages::isKana) ? "ja" : "zh";
    }
    String only = ONLY_LANGUAGE.get(script);
    return only == null ? bcp47(DETECTION.get().detect(sample)) : only;
  }

  private static boolean isKana(int letter) {
    Character.UnicodeScript script = Character.UnicodeScript.of(letter);
    return script == Character.UnicodeScript.HIRAGANA || script == Character.UnicodeScript.KATAKANA;
  }

  private static List<Tally> withoutStrays(List<Tally> tallies, Tally main) {
    return tallies.stream()
        .filter(tally -> tally == main || tally.samples() > 1 || tally.script() != main.script())
        .toList();
  }

  private static List<LanguageShare> shares(List<Tally> tallies) {
    int all = tallies.stream().mapToInt(Tally::letters).sum();
    if (all == 0) {
      return List.of(new LanguageShare(LanguageShare.UNDETERMINED, 1));
    }
    return tallies.stream()
        .map(tally -> new LanguageShare(tally.language(), (double) tally.letters() / all))
        .toList();
  }

  private static List<Sample> samples(String text) {
    int number = Math.max(1, Math.min(MOST_SAMPLES, text.length() / SAMPLE_CHARACTERS));
    int size = Math.min(SAMPLE_CHARACTERS, text.length());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      int start = number == 1 ? 0 : (int) ((long) (text.length() - size) * i / (number - 1));
      String sample = text.substring(start, start + size);
      int letters = letters(sample);
      if (letters >= FEWEST_LETTERS) {
        samples.add(new Sample(sample, letters, script(sample)));
      }
    }
    return samples;
  }

  private static int letters(String text) {
    return Math.toIntExact(text.codePoints().filter(Character::isLetter).count());
  }

  /** The script of most letters. */
  private static Character.UnicodeScript script(String text) {
    Map<Character.UnicodeScript, Integer> counts = new HashMap<>();
    text.codePoints()
        .filter(Character::isLetter)
        .forEach(letter -> counts.merge(Character.UnicodeScript.of(letter), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Character.UnicodeScript.COMMON);
  }

  /**
   * The detector's own suffixes, such as {@code -rom}, say how a text is written: not the language.
   */
  static String bcp47(String detected) {
    int suffix = detected.indexOf('-');
    String code = suffix < 0 ? detected : detected.substring(0, suffix);
    return BCP_47.getOrDefault(code, code);
  }

  /** From ISO 639-3, members of macrolanguages included, to the shortest code, as BCP 47 asks. */
  private static Map<String, String> bcp47() {
    Map<String, String> codes = new HashMap<>();
    for (String language : Locale.getISOLanguages()) {
      codes.put(
          Locale.forLanguageTag(language).getISO3Language(),
          Locale.forLanguageTag(language).toLanguageTag());
    }
    codes.putAll(
        Map.ofEntries(
            Map.entry("arb", "ar"),
            Map.entry("azj", "az"),
            Map.entry("cmn", "zh"),
            Map.entry("ekk", "et"),
            Map.entry("kmr", "ku"),
            Map.entry("lvs", "lv"),
            Map.entry("npi", "ne"),
            Map.entry("ory", "or"),
            Map.entry("pes", "fa"),
            Map.entry("plt", "mg"),
            Map.entry("swh", "sw"),
            Map.entry("uzn", "uz"),
            Map.entry("ydd", "yi"),
            Map.entry("zsm", "ms")));
    return Map.copyOf(codes);
  }

  private record Sample(String text, int letters, Character.UnicodeScript script) {}

  private record Tally(String language, int letters, int samples, Character.UnicodeScript script) {
    Tally plus(Tally other) {
      return new Tally(language, letters + other.letters, samples + other.samples, script);
    }
  }
}
