package org.unabridged.ingestion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unabridged.ingestion.language.LanguageModel;
import org.unabridged.ingestion.language.Script;

/**
 * Tells the languages of a text from samples spread evenly over it. A sample is in the language of
 * the whole text unless another fits it far better, so that close relatives are not mixed up within
 * a text. Of a long text a language in one sample only does not count, unless it is written in
 * another script than the rest: names and tables look like all kinds of languages.
 */
final class Languages {
  private static final int SAMPLE_CHARACTERS = 400;
  private static final int MOST_SAMPLES = 24;
  private static final int FEWEST_LETTERS = 20;
  private static final int SAMPLES_TO_COMPARE = 8;

  /** So much more probable, as a logarithm, another language must be than the text's own. */
  private static final double FAR_BETTER = 15;

  private static final Comparator<Tally> LARGEST_FIRST =
      Comparator.comparingInt(Tally::letters).reversed().thenComparing(Tally::language);

  private Languages() {}

  /** Loads the model. */
  static void warmUp() {
    LanguageModel.bundled();
  }

  static List<LanguageShare> of(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<Sample> samples = samples(text, LanguageModel.bundled());
    List<Tally> tallies = tallies(samples, LanguageModel.bundled());
    return samples.size() < SAMPLES_TO_COMPARE
        ? shares(tallies)
        : shares(withoutStrays(tallies, tallies.get(0)));
  }

  private static List<Tally> tallies(List<Sample> samples, LanguageModel model) {
    Map<Character.UnicodeScript, double[]> sums = new HashMap<>();
    for (Sample sample : samples) {
      sums.merge(sample.script(), sample.fit(), Languages::sum);
    }
    Map<String, Tally> tallies = new HashMap<>();
    for (Sample sample : samples) {
      String language =
          language(sample, best(sums.getOrDefault(sample.script(), sample.fit())), model);
      tallies.merge(
          language, new Tally(language, sample.letters(), 1, sample.script()), Tally::plus);
    }
    return tallies.values().stream().sorted(LARGEST_FIRST).toList();
  }

  private static String language(Sample sample, int main, LanguageModel model) {
    double[] fit = sample.fit();
    int own = best(fit);
    if (Double.isInfinite(fit[own])) {
      return LanguageShare.UNDETERMINED;
    }
    return model.language(fit[own] > fit[main] + FAR_BETTER ? own : main);
  }

  private static double[] sum(double[] one, double[] other) {
    double[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  private static int best(double[] fit) {
    int best = 0;
    for (int i = 1; i < fit.length; i++) {
      best = fit[i] > fit[best] ? i : best;
    }
    return best;
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

  private static List<Sample> samples(String text, LanguageModel model) {
    int number = Math.max(1, Math.min(MOST_SAMPLES, text.length() / SAMPLE_CHARACTERS));
    int size = Math.min(SAMPLE_CHARACTERS, text.length());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      int start = number == 1 ? 0 : (int) ((long) (text.length() - size) * i / (number - 1));
      String sample = text.substring(start, start + size);
      int letters = Math.toIntExact(sample.codePoints().filter(Character::isLetter).count());
      if (letters >= FEWEST_LETTERS) {
        samples.add(new Sample(letters, Script.of(sample), model.fit(sample)));
      }
    }
    return samples;
  }

  private record Sample(int letters, Character.UnicodeScript script, double[] fit) {}

  private record Tally(String language, int letters, int samples, Character.UnicodeScript script) {
    Tally plus(Tally other) {
      return new Tally(language, letters + other.letters, samples + other.samples, script);
    }
  }
}
