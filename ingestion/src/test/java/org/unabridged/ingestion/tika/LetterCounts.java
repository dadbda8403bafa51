package org.unabridged.ingestion.tika;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Counts letters by script and language, and writes what {@link LetterTables} reads. */
final class LetterCounts {
  /** Letters that were not seen in a language get this many occurrences in all. */
  private static final double SMOOTHING = 3;

  /** With fewer letters in a script, a language is not written in it. */
  private static final double FEWEST_LETTERS = 300;

  private final Map<String, Map<Character, Double>> byLanguage = new TreeMap<>();
  private final Map<String, Double> all = new TreeMap<>();
  private final Map<Integer, Double> ofScripts = new TreeMap<>();

  void add(String language, String text) {
    LetterTables.Counts counts = LetterTables.Counts.of(text);
    for (int script = 1; script < counts.scripts(); script++) {
      Map<Character, Double> letters =
          byLanguage.computeIfAbsent(script + " " + language, any -> new TreeMap<>());
      for (char letter = 0; letter < Character.MAX_VALUE; letter++) {
        double count = counts.of(script, letter);
        if (count > 0) {
          letters.merge(letter, count, Double::sum);
          all.merge(script + " " + letter, count, Double::sum);
        }
      }
      ofScripts.merge(script, (double) counts.ofScript(script), Double::sum);
    }
  }

  void write(DataOutputStream output) throws IOException {
    byLanguage.values().removeIf(letters -> sum(letters) < FEWEST_LETTERS);
    output.writeShort(byLanguage.size());
    for (Map.Entry<String, Map<Character, Double>> entry : byLanguage.entrySet()) {
      int script = Character.digit(entry.getKey().charAt(0), 10);
      Map<Character, Double> letters = entry.getValue();
      double sum = sum(letters) + SMOOTHING;
      output.writeByte(script);
      output.writeByte(stored(SMOOTHING / sum));
      output.writeShort(letters.size());
      for (Map.Entry<Character, Double> letter : letters.entrySet()) {
        double share =
            all.getOrDefault(script + " " + letter.getKey(), 1.0)
                / ofScripts.getOrDefault(script, 1.0);
        output.writeChar(letter.getKey());
        output.writeByte(stored((letter.getValue() + SMOOTHING * share) / sum / share));
      }
    }
  }

  private static double sum(Map<Character, Double> letters) {
    return letters.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static int stored(double ratio) {
    return (int) Math.max(-128, Math.min(127, Math.round(LetterTables.STEPS * Math.log(ratio))));
  }
}
