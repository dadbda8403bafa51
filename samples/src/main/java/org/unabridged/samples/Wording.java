package org.unabridged.samples;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Fills the slots of a phrase, such as {@code {goods}} or {@code {date}}, with words drawn at
 * random.
 */
final class Wording {

  private static final Phrasebook SLOTS = Phrasebook.load("slots.txt");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH);

  private final Random random;
  private String[] pair = {"Supplier", "Purchaser"};

  Wording(Random random) {
    this.random = random;
  }

  /** Draws the two roles that {@code {a}} and {@code {b}} stand for from now on. */
  void drawPair() {
    pair = draw(SLOTS.group("pair")).split(" / ", -1);
  }

  String draw(List<String> phrases) {
    return phrases.get(random.nextInt(phrases.size()));
  }

  String fill(String phrase) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int open = phrase.indexOf('{'); open >= 0; open = phrase.indexOf('{', from)) {
      int close = phrase.indexOf('}', open);
      filled.append(phrase, from, open).append(slot(phrase.substring(open + 1, close)));
      from = close + 1;
    }
    return filled.append(phrase.substring(from)).toString();
  }

  private String slot(String name) {
    return switch (name) {
      case "a" -> pair[0];
      case "b" -> pair[1];
      case "amount" -> "$%,d".formatted(250L * (1 + random.nextInt(40_000)));
      case "count" -> String.valueOf(2 + random.nextInt(198));
      case "percent" -> (1 + random.nextInt(40)) + " percent";
      case "code" ->
          "%c%c-%03d"
              .formatted('A' + random.nextInt(26), 'A' + random.nextInt(26), random.nextInt(1000));
      case "date" -> DATE.format(LocalDate.of(2019, 1, 1).plusDays(random.nextInt(5500)));
      default -> draw(SLOTS.group(name));
    };
  }
}
