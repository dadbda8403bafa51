package org.unabridged.ingestion.language;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How often the language of a text is told: of the second half of each declaration (the model was
 * trained on the first) and of laws not trained on, whole and by snippets of 200 characters; beside
 * the two detectors of Tika and Lingua on the languages that they know.
 *
 * <p>Arguments: the folder with the declarations and their index, a folder of laws.
 */
final class MeasureLanguages {
  private static final int SNIPPET_CHARACTERS = 200;
  private static final int MOST_SNIPPETS = 10;
  private static final int SHOWN = 60;

  private MeasureLanguages() {}

  public static void main(String[] arguments) throws IOException {
    List<LanguageTexts.Text> declarations = LanguageTexts.declarations(arguments[0]);
    List<LanguageTexts.Text> laws = LanguageTexts.laws(arguments[1]);
    long start = System.nanoTime();
    LanguageModel model = LanguageModel.bundled();
    System.out.printf(
        Locale.ROOT,
        "%d languages and scripts, loaded in %.0f ms%n",
        model.languages(),
        (System.nanoTime() - start) / 1e6);
    all("ours", declarations, laws, text -> best(model, text));
    TikaLanguages openNlp = TikaLanguages.openNlp();
    compare("OpenNLP", declarations, laws, openNlp::knows, openNlp::detect, model);
    TikaLanguages optimaize = TikaLanguages.optimaizeIfPresent();
    if (optimaize != null) {
      compare("Optimaize", declarations, laws, optimaize::knows, optimaize::detect, model);
    }
    LinguaLanguages lingua = LinguaLanguages.ifPresent();
    if (lingua != null) {
      compare("Lingua", declarations, laws, lingua::knows, lingua::detect, model);
    }
  }

  /** The other's detector and ours, both by language without script. */
  private static void compare(
      String name,
      List<LanguageTexts.Text> declarations,
      List<LanguageTexts.Text> laws,
      Predicate<String> known,
      Function<String, String> detector,
      LanguageModel model) {
    List<LanguageTexts.Text> covered = covered(declarations, known);
    List<LanguageTexts.Text> coveredLaws = covered(laws, known);
    all(name, covered, coveredLaws, detector);
    all(
        "ours on the languages of " + name,
        covered,
        coveredLaws,
        text -> withoutScript(best(model, text)));
  }

  private static List<LanguageTexts.Text> covered(
      List<LanguageTexts.Text> texts, Predicate<String> known) {
    return texts.stream()
        .map(
            text ->
                new LanguageTexts.Text(text.source(), withoutScript(text.language()), text.text()))
        .filter(text -> known.test(text.language()))
        .toList();
  }

  private static String withoutScript(String language) {
    return language.split("-", 2)[0];
  }

  private static void all(
      String name,
      List<LanguageTexts.Text> declarations,
      List<LanguageTexts.Text> laws,
      Function<String, String> detector) {
    measure(name + ", declarations", declarations, detector);
    measure(name + ", snippets of declarations", snippets(declarations), detector);
    measure(name + ", snippets of laws", snippets(laws), detector);
  }

  private static String best(LanguageModel model, String text) {
    String best = model.bestFit(text);
    return best == null ? "und" : best;
  }

  private static List<LanguageTexts.Text> snippets(List<LanguageTexts.Text> texts) {
    List<LanguageTexts.Text> snippets = new ArrayList<>();
    for (LanguageTexts.Text text : texts) {
      int length = text.text().length();
      int number = Math.min(MOST_SNIPPETS, length / SNIPPET_CHARACTERS);
      for (int i = 0; i < number; i++) {
        int start = (int) ((long) (length - SNIPPET_CHARACTERS) * i / Math.max(1, number - 1));
        snippets.add(
            new LanguageTexts.Text(
                text.source(),
                text.language(),
                text.text().substring(start, start + SNIPPET_CHARACTERS)));
      }
    }
    return snippets;
  }

  private static void measure(
      String title, List<LanguageTexts.Text> texts, Function<String, String> detector) {
    Map<String, int[]> byLanguage = new TreeMap<>();
    Map<String, Integer> wrong = new TreeMap<>();
    long start = System.nanoTime();
    for (LanguageTexts.Text text : texts) {
      String found = detector.apply(text.text());
      int[] counts = byLanguage.computeIfAbsent(text.language(), language -> new int[2]);
      counts[1]++;
      if (found.equals(text.language())) {
        counts[0]++;
      } else {
        wrong.merge(text.language() + ">" + found, 1, Integer::sum);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int right = byLanguage.values().stream().mapToInt(counts -> counts[0]).sum();
    System.out.printf(
        Locale.ROOT,
        "%s: %d of %d (%.2f %%); mean over %d languages %.2f %%; %.2f ms a text%n",
        title,
        right,
        texts.size(),
        100.0 * right / texts.size(),
        byLanguage.size(),
        100
            * byLanguage.values().stream()
                .mapToDouble(counts -> (double) counts[0] / counts[1])
                .average()
                .orElse(0),
        1e3 * seconds / texts.size());
    System.out.println("  wrong: " + most(wrong));
  }

  private static String most(Map<String, Integer> wrong) {
    return String.join(
        " ",
        wrong.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(SHOWN)
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .toList());
  }
}
