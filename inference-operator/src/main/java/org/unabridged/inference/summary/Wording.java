package org.unabridged.inference.summary;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values and lists in plain English. */
final class Wording {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);
  private static final Pattern PERIOD = Pattern.compile("(\\d+)([YMWDH])");
  private static final Map<String, String> UNITS =
      Map.of("Y", "year", "M", "month", "W", "week", "D", "day", "H", "hour");
  private static final Set<String> WITH_ARTICLE =
      Set.of(
          "United States",
          "United Kingdom",
          "Netherlands",
          "Czech Republic",
          "Philippines",
          "Bahamas",
          "Cayman Islands",
          "British Virgin Islands",
          "U.S. Virgin Islands",
          "Marshall Islands",
          "United Arab Emirates",
          "Dominican Republic",
          "Isle of Man",
          "District of Columbia",
          "Northwest Territories",
          "Northern Territory",
          "Turks and Caicos Islands",
          "Cook Islands",
          "Seychelles");
  private static final Set<String> SMALL_WORDS =
      Set.of(
          "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to",
          "with");

  /** As much of a quote as a sentence can carry. */
  private static final int LONGEST_QUOTE = 140;

  private Wording() {}

  /** "March 1, 2019", "March 2019" or "2019". */
  static String date(String iso) {
    return switch (iso.length()) {
      case 10 -> LocalDate.parse(iso).format(DAY);
      case 7 -> YearMonth.parse(iso).format(MONTH);
      default -> iso;
    };
  }

  /** "3 years", "1 year and 6 months". */
  static String duration(String iso) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = PERIOD.matcher(iso);
    while (matcher.find()) {
      String unit = UNITS.get(matcher.group(2));
      parts.add(matcher.group(1) + " " + unit + (matcher.group(1).equals("1") ? "" : "s"));
    }
    return parts.isEmpty() ? iso : list(parts);
  }

  /** "a", "a and b", "a, b and c". */
  static String list(List<String> items) {
    int last = items.size() - 1;
    if (last < 1) {
      return String.join("", items);
    }
    return String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  static String jurisdiction(String name) {
    return WITH_ARTICLE.contains(name) ? "the " + name : name;
  }

  /** A title in capitals is easier to read without them. */
  static String title(String name) {
    boolean shouted = name.equals(name.toUpperCase(Locale.ROOT)) && name.contains(" ");
    if (!shouted) {
      return name;
    }
    List<String> words = new ArrayList<>();
    for (String word : name.toLowerCase(Locale.ROOT).split(" ", -1)) {
      boolean small = SMALL_WORDS.contains(word) && !words.isEmpty();
      words.add(small || word.isEmpty() ? word : capitalized(word));
    }
    return String.join(" ", words);
  }

  private static String capitalized(String word) {
    int letter = 0;
    while (letter < word.length() - 1 && !Character.isLetter(word.charAt(letter))) {
      letter++;
    }
    return word.substring(0, letter)
        + word.substring(letter, letter + 1).toUpperCase(Locale.ROOT)
        + word.substring(letter + 1);
  }

  /** Closed with a full stop, unless an abbreviation such as "Inc." brings one. */
  static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  /** Whether a quote says enough to be quoted: blanks to be filled in do not. */
  static boolean isTelling(String quote) {
    return quote.codePoints().filter(Character::isLetter).count() >= 12;
  }

  /** White space as one space each, cut after a word if too long. */
  static String quote(String text) {
    String collapsed = text.strip().replaceAll("\\s+", " ");
    if (collapsed.length() <= LONGEST_QUOTE) {
      return collapsed;
    }
    int space = collapsed.lastIndexOf(' ', LONGEST_QUOTE);
    int end = space > LONGEST_QUOTE / 2 ? space : LONGEST_QUOTE;
    if (Character.isHighSurrogate(collapsed.charAt(end - 1))) {
      end--;
    }
    return collapsed.substring(0, end) + " ...";
  }
}
