package org.unabridged.ingestion.language;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Trains {@link LanguageModel} on the first half of each declaration, and on the first half of the
 * laws.
 *
 * <p>Arguments: the folder with the declarations and their index, a folder of laws, the file to
 * write. The same data gives the same file.
 */
final class TrainLanguages {
  /**
   * Declarations that would pass for, and be mistaken for, a much larger language: South
   * Azerbaijani in Latin letters for Turkish, Jin, Xiang and Min Nan for Mandarin. They count as
   * wrong when measured.
   */
  private static final Set<String> LEFT_OUT = Set.of("032", "cjy", "hsn", "nan");

  private static final double SMOOTHING = 0.3;

  /** Groups that may occur in a language beside those seen in it. */
  private static final double UNSEEN = 20_000;

  private static final int MOST_GRAMS = 1_200;

  /** Languages with more text than the declaration alone may know more. */
  private static final int GRAMS_OF_MUCH_TEXT = 200_000;

  private static final int MOST_GRAMS_OF_MUCH_TEXT = 3_600;

  /** The laws are longer: without this, a declaration would look like that of a close relative. */
  private static final int WEIGHT_BESIDE_LAWS = 2;

  private final Map<Integer, Map<Integer, Double>> gainsByGram = new TreeMap<>();
  private int entries;

  public static void main(String[] arguments) throws IOException {
    Map<String, StringBuilder> texts = new TreeMap<>();
    List<LanguageTexts.Text> training =
        LanguageTexts.training(arguments[0], arguments[1]).stream()
            .filter(text -> !LEFT_OUT.contains(text.source()))
            .toList();
    Set<String> withLaws =
        training.stream()
            .filter(LanguageTexts.Text::isLaw)
            .map(LanguageTexts.Text::language)
            .collect(Collectors.toSet());
    for (LanguageTexts.Text text : training) {
      boolean repeated = withLaws.contains(text.language()) && !text.isLaw();
      texts
          .computeIfAbsent(text.language(), any -> new StringBuilder())
          .append((text.text() + "\n").repeat(repeated ? WEIGHT_BESIDE_LAWS : 1));
    }
    new TrainLanguages().write(texts, Path.of(arguments[2]));
  }

  private void write(Map<String, StringBuilder> texts, Path file) throws IOException {
    try (DataOutputStream output =
        new DataOutputStream(
            new DeflaterOutputStream(
                Files.newOutputStream(file), new Deflater(Deflater.BEST_COMPRESSION)))) {
      output.writeShort(texts.size());
      int number = 0;
      for (Map.Entry<String, StringBuilder> text : texts.entrySet()) {
        output.writeUTF(text.getKey());
        output.writeUTF(Script.of(text.getValue().toString()).name());
        output.writeFloat(add(number++, text.getValue().toString()));
      }
      writeGrams(output);
    }
    System.out.printf(
        Locale.ROOT,
        "%d languages, %d groups, %d entries, %d bytes%n",
        texts.size(),
        gainsByGram.size(),
        entries,
        Files.size(file));
  }

  private void writeGrams(DataOutputStream output) throws IOException {
    output.writeInt(gainsByGram.size());
    output.writeInt(entries);
    for (Map.Entry<Integer, Map<Integer, Double>> gram : gainsByGram.entrySet()) {
      output.writeInt(gram.getKey());
      output.writeShort(gram.getValue().size());
      for (Map.Entry<Integer, Double> gain : gram.getValue().entrySet()) {
        output.writeShort(gain.getKey());
        output.writeByte((int) Math.min(255, Math.round(gain.getValue() * LanguageModel.STEPS)));
      }
    }
  }

  /** The logarithm of the probability of any group that is not among the most frequent. */
  private float add(int language, String text) {
    Map<Integer, Integer> counts = new HashMap<>();
    Grams.forEach(text, gram -> counts.merge(gram, 1, Integer::sum));
    counts.remove(0);
    double all = sum(counts.values());
    int most = all > GRAMS_OF_MUCH_TEXT ? MOST_GRAMS_OF_MUCH_TEXT : MOST_GRAMS;
    List<Map.Entry<Integer, Integer>> frequent =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .toList();
    double known = sum(frequent.stream().map(Map.Entry::getValue).toList());
    double total = all + SMOOTHING * UNSEEN;
    double other = Math.log((all - known + SMOOTHING * UNSEEN) / UNSEEN / total);
    for (Map.Entry<Integer, Integer> gram : frequent) {
      double gain = Math.log((gram.getValue() + SMOOTHING) / total) - other;
      if (gain > 0) {
        gainsByGram.computeIfAbsent(gram.getKey(), any -> new TreeMap<>()).put(language, gain);
        entries++;
      }
    }
    return (float) other;
  }

  private static double sum(Iterable<Integer> counts) {
    double sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }
}
