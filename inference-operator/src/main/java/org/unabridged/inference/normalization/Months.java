package org.unabridged.inference.normalization;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Month names and their usual abbreviations in the sample languages. */
final class Months {
  private static final List<String> NAMES =
      List.of(
          "january jan januar jänner janvier janv enero ene gennaio janeiro januari stycznia"
              + " styczeń",
          "february feb febr februar février févr febrero febbraio fevereiro februari lutego luty",
          "march mar märz mars marzo março maart marca marzec",
          "april apr avril avr abril abr aprile kwietnia kwiecień",
          "may mai mayo maggio maio mei maja maj",
          "june jun juni juin junio giugno junho czerwca czerwiec",
          "july jul juli juillet juil julio luglio julho lipca lipiec",
          "august aug août aout agosto ago augustus sierpnia sierpień",
          "september sept sep septembre septiembre setiembre settembre setembro września wrzesień",
          "october oct oktober okt octobre octubre ottobre outubro października październik",
          "november nov novembre noviembre novembro listopada listopad",
          "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia"
              + " grudzień");
  private static final Map<String, Integer> NUMBERS = numbers();

  /** Matches a month's name, whatever the case; no groups. */
  static final String PATTERN =
      String.join(
          "|",
          NUMBERS.keySet().stream()
              .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(n -> n))
              .toList());

  private Months() {}

  /** 1 to 12; null if it is no month. */
  static @Nullable Integer number(String name) {
    return NUMBERS.get(name.toLowerCase(Locale.ROOT));
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      for (String name : NAMES.get(i).split(" ", -1)) {
        numbers.put(name, i + 1);
      }
    }
    return numbers;
  }
}
