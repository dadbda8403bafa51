package org.unabridged.ingestion.language;

import java.util.EnumMap;
import java.util.Map;

/** The script of a text, as far as it tells languages apart. */
public final class Script {
  private Script() {}

  /**
   * The script of most letters. The three of Japanese count as one with that of Chinese.
   *
   * @return {@code COMMON} when there are no letters
   */
  public static Character.UnicodeScript of(String text) {
    Map<Character.UnicodeScript, Integer> counts = new EnumMap<>(Character.UnicodeScript.class);
    text.codePoints()
        .filter(Character::isLetter)
        .forEach(letter -> counts.merge(of(letter), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Character.UnicodeScript.COMMON);
  }

  private static Character.UnicodeScript of(int letter) {
    Character.UnicodeScript script = Character.UnicodeScript.of(letter);
    return switch (script) {
      case HIRAGANA, KATAKANA -> Character.UnicodeScript.HAN;
      default -> script;
    };
  }
}
