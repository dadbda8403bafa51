package org.unabridged.inference.normalization;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Numbers in words: English up to the millions, one to twelve in the other sample languages. */
final class NumberWords {
  private static final List<String> UNITS =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> ORDINAL_UNITS =
      List.of(
          "first",
          "second",
          "third",
          "fourth",
          "fifth",
          "sixth",
          "seventh",
          "eighth",
          "ninth",
          "tenth",
          "eleventh",
          "twelfth",
          "thirteenth",
          "fourteenth",
          "fifteenth",
          "sixteenth",
          "seventeenth",
          "eighteenth",
          "nineteenth");
  private static final List<String> ORDINAL_TENS =
      List.of(
          "twentieth",
          "thirtieth",
          "fortieth",
          "fiftieth",
          "sixtieth",
          "seventieth",
          "eightieth",
          "ninetieth");
  private static final Map<String, Long> SCALES =
      Map.of("thousand", 1_000L, "million", 1_000_000L, "billion", 1_000_000_000L);

  /** One to twelve: German, French, Spanish, Italian, Portuguese, Dutch, Polish. */
  private static final List<String> FOREIGN =
      List.of(
          "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
          "un deux trois quatre cinq six sept huit neuf dix onze douze",
          "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
          "un due tre quattro cinque sei sette otto nove dieci undici dodici",
          "um dois três quatro cinco seis sete oito nove dez onze doze",
          "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
          "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście");

  private static final Map<String, Long> SMALL = new HashMap<>();
  private static final Map<String, Long> FOREIGN_SMALL = new HashMap<>();
  private static final Map<String, Long> ORDINALS = new HashMap<>();

  static {
    for (int i = 0; i < UNITS.size(); i++) {
      SMALL.put(UNITS.get(i), (long) i);
    }
    for (int i = 0; i < ORDINAL_UNITS.size(); i++) {
      ORDINALS.put(ORDINAL_UNITS.get(i), i + 1L);
    }
    for (int i = 0; i < TENS.size(); i++) {
      SMALL.put(TENS.get(i), 20 + 10L * i);
      ORDINALS.put(ORDINAL_TENS.get(i), 20 + 10L * i);
    }
    SMALL.put("fourty", 40L);
    SMALL.put("ninty", 90L);
    for (String language : FOREIGN) {
      String[] words = language.split(" ", -1);
      for (int i = 0; i < words.length; i++) {
        FOREIGN_SMALL.put(words[i], i + 1L);
      }
    }
    for (String one :
        List.of("eine", "einen", "einem", "einer", "une", "una", "uno", "uma", "jednego")) {
      FOREIGN_SMALL.put(one, 1L);
    }
    for (String two : List.of("duas", "dwóch")) {
      FOREIGN_SMALL.put(two, 2L);
    }
    FOREIGN_SMALL.put("trzech", 3L);
  }

  /** Matches a cardinal number in words; no groups. */
  static final String CARDINAL = cardinalPattern();

  /** Matches an ordinal number in words; no groups. */
  static final String ORDINAL = ordinalPattern();

  private NumberWords() {}

  /** The value of words that match {@link #CARDINAL}; null if they are no number. */
  static @Nullable Long cardinal(String words) {
    Long foreign = FOREIGN_SMALL.get(words.toLowerCase(Locale.ROOT));
    if (foreign != null) {
      return foreign;
    }
    long total = 0;
    long current = 0;
    for (String word : words.toLowerCase(Locale.ROOT).split("[ -]+", -1)) {
      Long small = SMALL.get(word);
      Long scale = SCALES.get(word);
      if (small != null) {
        current += small;
      } else if (word.equals("hundred")) {
        current = Math.max(1, current) * 100;
      } else if (scale != null) {
        total += Math.max(1, current) * scale;
        current = 0;
      } else if (!word.equals("and")) {
        return null;
      }
    }
    return total + current;
  }

  /** The value of words that match {@link #ORDINAL}, such as "twenty-first"; null if none. */
  static @Nullable Long ordinal(String words) {
    String[] parts = words.toLowerCase(Locale.ROOT).split("[ -]+", -1);
    Long last = ORDINALS.get(parts[parts.length - 1]);
    Long first = parts.length == 2 ? SMALL.get(parts[0]) : Long.valueOf(0);
    return last == null || first == null ? null : first + last;
  }

  private static String cardinalPattern() {
    Set<String> words = longestFirst();
    words.addAll(SMALL.keySet());
    words.addAll(SCALES.keySet());
    words.add("hundred");
    String english = "(?:" + String.join("|", words) + ")";
    Set<String> foreign = longestFirst();
    foreign.addAll(FOREIGN_SMALL.keySet());
    return "(?:"
        + english
        + "(?:(?: and |[ -]{1,2})"
        + english
        + ")*+|(?:"
        + String.join("|", foreign)
        + "))";
  }

  private static String ordinalPattern() {
    Set<String> words = longestFirst();
    words.addAll(ORDINALS.keySet());
    return "(?:(?:" + String.join("|", TENS) + ")[ -])?(?:" + String.join("|", words) + ")";
  }

  private static Set<String> longestFirst() {
    return new TreeSet<>(
        (a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length());
  }
}
