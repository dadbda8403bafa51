package org.unabridged.inference.normalization;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An amount with its currency: {@code USD 1500000}, by ISO 4217 code where the text names the
 * currency. A bare {@code $}, which many countries use, stays {@code $}.
 */
final class Money {
  private static final Map<String, String> CURRENCIES =
      Map.ofEntries(
          Map.entry("us$", "USD"),
          Map.entry("u.s.$", "USD"),
          Map.entry("u.s. $", "USD"),
          Map.entry("us $", "USD"),
          Map.entry("usd", "USD"),
          Map.entry("usd$", "USD"),
          Map.entry("u.s. dollars", "USD"),
          Map.entry("us dollars", "USD"),
          Map.entry("united states dollars", "USD"),
          Map.entry("c$", "CAD"),
          Map.entry("cad", "CAD"),
          Map.entry("cdn$", "CAD"),
          Map.entry("canadian dollars", "CAD"),
          Map.entry("a$", "AUD"),
          Map.entry("aud", "AUD"),
          Map.entry("australian dollars", "AUD"),
          Map.entry("hk$", "HKD"),
          Map.entry("s$", "SGD"),
          Map.entry("nz$", "NZD"),
          Map.entry("$", "$"),
          Map.entry("dollars", "$"),
          Map.entry("€", "EUR"),
          Map.entry("eur", "EUR"),
          Map.entry("euro", "EUR"),
          Map.entry("euros", "EUR"),
          Map.entry("£", "GBP"),
          Map.entry("gbp", "GBP"),
          Map.entry("pounds sterling", "GBP"),
          Map.entry("¥", "JPY"),
          Map.entry("jpy", "JPY"),
          Map.entry("yen", "JPY"),
          Map.entry("rmb", "CNY"),
          Map.entry("cny", "CNY"),
          Map.entry("chf", "CHF"),
          Map.entry("swiss francs", "CHF"),
          Map.entry("inr", "INR"),
          Map.entry("rs.", "INR"),
          Map.entry("₹", "INR"),
          Map.entry("nis", "ILS"),
          Map.entry("sek", "SEK"),
          Map.entry("nok", "NOK"),
          Map.entry("dkk", "DKK"),
          Map.entry("pln", "PLN"),
          Map.entry("zł", "PLN"));
  private static final String CURRENCY =
      String.join(
          "|",
          CURRENCIES.keySet().stream()
              .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length())
              .map(Pattern::quote)
              .toList());
  private static final String AMOUNT =
      "(\\d[\\d.,']*)(?: ?(thousand|million|billion|mn|bn|m|k)(?!\\p{L}))?";
  private static final Pattern BEFORE = pattern("(?<!\\p{L})(" + CURRENCY + ") ?" + AMOUNT);
  private static final Pattern AFTER =
      pattern("(?<![\\d.,])" + AMOUNT + " ?(" + CURRENCY + ")(?!\\p{L})");
  private static final Pattern WORDS =
      pattern("(?<!\\p{L})(" + NumberWords.CARDINAL + ") (" + CURRENCY + ")(?!\\p{L})");
  private static final Pattern UNITED_STATES =
      pattern("u\\.?s\\.? dollars?|united states dollars?|\\busd\\b");

  private Money() {}

  /** The amount in a text of collapsed white space; null if there is none or no single one. */
  static @Nullable String parse(String text) {
    Set<String> amounts = new LinkedHashSet<>();
    String rest = collect(BEFORE, text, 1, 2, 3, amounts);
    rest = collect(AFTER, rest, 3, 1, 2, amounts);
    if (amounts.isEmpty()) {
      collectWords(rest, amounts);
    }
    if (amounts.size() != 1) {
      return null;
    }
    String amount = amounts.iterator().next();
    boolean named = amount.startsWith("$") && UNITED_STATES.matcher(text).find();
    return named ? "USD" + amount.substring(1) : amount;
  }

  private static String collect(
      Pattern pattern, String text, int currency, int number, int scale, Set<String> amounts) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      BigDecimal value = number(matcher.group(number));
      if (value != null) {
        amounts.add(format(matcher.group(currency), value.multiply(scale(matcher.group(scale)))));
      }
    }
    return matcher.replaceAll(" ");
  }

  private static void collectWords(String text, Set<String> amounts) {
    Matcher matcher = WORDS.matcher(text);
    while (matcher.find()) {
      Long value = NumberWords.cardinal(matcher.group(1));
      if (value != null) {
        amounts.add(format(matcher.group(2), BigDecimal.valueOf(value)));
      }
    }
  }

  private static String format(String currency, BigDecimal amount) {
    BigDecimal trimmed = amount.stripTrailingZeros();
    return CURRENCIES.get(currency.toLowerCase(Locale.ROOT)) + " " + trimmed.toPlainString();
  }

  /**
   * Groups of three after a separator are thousands; a separator before one or two digits is the
   * decimal one.
   */
  private static @Nullable BigDecimal number(String text) {
    String digits = text.replaceAll("[.,']+$", "").replace("'", "");
    if (digits.matches("\\d{1,3}(,\\d{3})+(\\.\\d+)?")) {
      digits = digits.replace(",", "");
    } else if (digits.matches("\\d{1,3}(\\.\\d{3})+(,\\d{1,2})?")) {
      digits = digits.replace(".", "").replace(',', '.');
    } else if (digits.matches("\\d+,\\d{1,2}")) {
      digits = digits.replace(',', '.');
    }
    return digits.matches("\\d+(\\.\\d+)?") ? new BigDecimal(digits) : null;
  }

  private static BigDecimal scale(@Nullable String word) {
    if (word == null) {
      return BigDecimal.ONE;
    }
    return BigDecimal.valueOf(
        switch (word.toLowerCase(Locale.ROOT)) {
          case "thousand", "k" -> 1_000L;
          case "billion", "bn" -> 1_000_000_000L;
          default -> 1_000_000L;
        });
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
