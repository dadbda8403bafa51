package org.unabridged.ingestion.tika;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Trains {@link TextPlausibility} on the first half of each declaration, and on laws.
 *
 * <p>Arguments: the folder of the declarations (HTML), a folder of laws (.md, any depth), the file
 * to write. The same data gives the same file.
 */
final class TrainTextPlausibility {
  /** Of each file of laws, so that no language outweighs the declarations by far. */
  private static final int CHARACTERS_OF_LAWS = 3_000;

  private static final int CHARACTERS_OF_ALL_LAWS = 100_000;

  /** Text in capitals is rare, but a heading must not look like another charset. */
  private static final double WEIGHT_OF_CAPITALS = 0.05;

  private static final double SMOOTHING = 5;
  private static final double FEWEST_PAIRS = 2;

  private final Map<Character, Double> alone = new TreeMap<>();
  private final Map<Character, Double> contexts = new TreeMap<>();
  private final Map<Integer, Double> pairs = new TreeMap<>();
  private final LetterCounts letters = new LetterCounts();
  private double total;

  public static void main(String[] arguments) throws IOException {
    TrainTextPlausibility training = new TrainTextPlausibility();
    DeclarationTexts.read(Path.of(arguments[0]))
        .forEach(
            (language, paragraphs) ->
                training.add(language, String.join("\n", DeclarationTexts.firstHalf(paragraphs))));
    LawTexts.read(Path.of(arguments[1]))
        .forEach(
            (language, laws) -> {
              int most = Math.max(CHARACTERS_OF_LAWS, CHARACTERS_OF_ALL_LAWS / laws.size());
              for (String law : laws) {
                training.add("law " + language, law.substring(0, Math.min(most, law.length())));
              }
            });
    training.write(Path.of(arguments[2]));
  }

  private void add(String language, String text) {
    letters.add(language, text);
    count(text, 1);
    count(text.toUpperCase(Locale.ROOT), WEIGHT_OF_CAPITALS);
  }

  private void count(String text, double weight) {
    char context = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = TextPlausibility.folded(text.charAt(i));
      if (c == ' ' && context == ' ') {
        continue;
      }
      alone.merge(c, weight, Double::sum);
      contexts.merge(context, weight, Double::sum);
      pairs.merge(context << 16 | c, weight, Double::sum);
      total += weight;
      context = TextPlausibility.context(c);
    }
  }

  private void write(Path file) throws IOException {
    try (DataOutputStream output =
        new DataOutputStream(
            new DeflaterOutputStream(
                Files.newOutputStream(file), new Deflater(Deflater.BEST_COMPRESSION)))) {
      output.writeInt(alone.size());
      for (Map.Entry<Character, Double> entry : alone.entrySet()) {
        output.writeChar(entry.getKey());
        output.writeByte(stored(entry.getValue() / total));
        double after = contexts.getOrDefault(entry.getKey(), 0.0);
        output.writeByte(stored(SMOOTHING / (after + SMOOTHING)));
      }
      pairs.values().removeIf(count -> count < FEWEST_PAIRS);
      output.writeInt(pairs.size());
      for (Map.Entry<Integer, Double> entry : pairs.entrySet()) {
        output.writeInt(entry.getKey());
        output.writeByte(stored(probability(entry.getKey(), entry.getValue())));
      }
      letters.write(output);
    }
    System.out.printf(
        Locale.ROOT,
        "%d characters, %d pairs, %d bytes%n",
        alone.size(),
        pairs.size(),
        Files.size(file));
  }

  private double probability(int pair, double count) {
    double second = alone.getOrDefault((char) pair, 0.0) / total;
    return (count + SMOOTHING * second)
        / (contexts.getOrDefault((char) (pair >>> 16), 0.0) + SMOOTHING);
  }

  private static int stored(double probability) {
    return (int) Math.min(255, Math.round(-TextPlausibility.STEPS * Math.log(probability)));
  }
}
