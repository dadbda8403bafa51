package org.unabridged.inference.normalization;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time as ISO 8601, such as {@code P3Y}, {@code P90D} or {@code P1Y6M}, or the words
 * {@code perpetual}, and {@code indefinite} where no end is set but a party can set one. A number
 * in words and in digits must be the same number; ranges and business days have no such form and
 * give no value.
 */
final class Durations {

  /** Which duration of a clause is wanted. */
  enum Role {
    /** How long something lasts, neither a renewal nor a notice if that can be told. */
    TERM,
    /** How long a renewal lasts. */
    RENEWAL,
    /** How long before something a notice is due. */
    NOTICE,
    /** How long a warranty lasts. */
    WARRANTY
  }

  private record Mention(int start, int end, Role role, @Nullable String iso) {}

  private static final String NUMBER =
      "(?:(?<words>"
          + NumberWords.CARDINAL
          + ")(?:(?: ?- ?| )?[(\\[] ?(?<paired>\\d{1,4}(?:\\.\\d)?) ?[)\\]])?"
          + "|(?<digits>\\d{1,4}(?:[.,]\\d)?)(?: ?\\((?<echo>"
          + NumberWords.CARDINAL
          + ")\\))?|(?<article>an?|another)|\\( ?(?<lone>\\d{1,4}) ?\\)|(?<nth>"
          + NumberWords.ORDINAL
          + "|\\d{1,2}(?:st|nd|rd|th)?)(?: ?\\(\\d{1,2} ?(?:st|nd|rd|th)?\\))?)";
  private static final String ADJECTIVES =
      "(?:(?:consecutive|successive|calendar|additional|further|full|complete|contract|more|whole)"
          + "[ -]){0,2}";
  private static final String UNIT =
      "(?<unit>"
          + String.join(
              "|",
              "(?:business|working|banking|trading) days?",
              "years?|year\\(s\\)|months?|month\\(s\\)|weeks?|days?|day\\(s\\)|hours?",
              "anniversar(?:y|ies)",
              "jahre?n?|monate?n?|wochen?|tage?n?",
              "ans?|années?|mois|semaines?|jours?",
              "años?|meses|mes|semanas?|días?",
              "anni|anno|mesi|mese|settimane|giorni|anos?|dias?",
              "jaar|maanden|maand|weken|dagen",
              "lata|lat|rok|miesięcy|miesiące|tygodni|dni")
          + ")";
  private static final Pattern DURATION =
      Pattern.compile(
          "(?<![\\p{L}\\d$.,])"
              + NUMBER
              + "(?:'s)?[ -]{1,3}"
              + ADJECTIVES
              + UNIT
              + "(?![\\p{L}\\d])",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern RANGE_BEFORE =
      Pattern.compile(
          "(?i)(?:" + NumberWords.CARDINAL + "|\\d)(?: ?\\(\\d+\\))?(?: (?:to|or) | ?- ?| and )$");
  private static final Pattern JOINED = Pattern.compile("(?i) ?(?:,|and|, and|plus) ?");

  private static final Pattern NOTICE_AFTER =
      Texts.anyOf(
          "^(?:'s?|s')?,? ?(?:\\([^)]{0,20}\\) ?)?(?:in )?(?:advance|prior|before|written)",
          "^(?:'s?|s')?,? ?(?:\\([^)]{0,20}\\) ?)?(?:notice|previous|preceding)",
          "^(?:'s?|s')? (?:of|or more) (?:prior|before|written|advance|notice)",
          "^,? (?:but|and) not? more than");
  private static final Pattern NOTICE_BEFORE = Texts.anyOf("\\bnoti(?:ce|fies|fy)\\b[^,]*$");
  private static final Pattern RENEWAL_BEFORE =
      Texts.anyOf(
          "\\b(?:renew|exten|prolong)\\w*",
          "\\b(?:additional|successive|subsequent|further|thereafter|rollover)\\b");
  private static final Pattern RENEWAL_INSIDE =
      Texts.anyOf("\\b(?:additional|successive|further)\\b");
  private static final Pattern RENEWAL_AFTER =
      Texts.anyOf("^ ?(?:renewal|extension|additional|successive)");
  private static final Pattern INITIAL_BEFORE =
      Texts.anyOf("\\b(?:initial|original|first|primary|base)\\b[^.;]{0,30}$");
  private static final Pattern MINIMUM_BEFORE =
      Texts.anyOf("\\b(?:at least|not? less than|not? fewer than|a minimum of|minimum) $");
  private static final Pattern PERPETUAL =
      Texts.anyOf("\\b(?:perpetual(?:ly)?|perpetuity|forever)\\b");
  private static final Pattern INDEFINITE =
      Texts.anyOf(
          "\\b(?:indefinite(?:ly)?|unbefristet)\\b",
          "\\bunlimited (?:period|term|duration|in time)\\b",
          "\\buntil (?:it is |it has been )?terminated by\\b");
  private static final Pattern YEARLY =
      Texts.anyOf(
          "\\byear[ -]to[ -]year\\b",
          "\\bannual(?:ly)? (?:renew|exten)\\w*",
          "\\brenew\\w* (?:\\w+ly )?(?:annually|each year|every year|yearly|for annual)\\b",
          "\\bannual (?:basis|periods?|terms?)\\b");
  private static final Pattern MONTHLY =
      Texts.anyOf(
          "\\bmonth[ -]to[ -]month\\b",
          "\\bmonthly (?:basis|periods?|terms?)\\b",
          "\\brenew\\w* (?:automatically )?(?:monthly|each month)\\b");
  private static final Pattern CHOICE =
      Texts.anyOf("\\b(?:earlie|late|longe|shorte|soone|greate|lesse)(?:r|st) of\\b");
  private static final Pattern WARRANTY =
      Texts.anyOf("warrant", "guarant", "free (?:from|of) (?:\\w+ ){0,6}(?:defect|bug)");

  /** How many characters before a duration its cue may stand. */
  private static final int CUE_REACH = 120;

  private Durations() {}

  /** The duration in a text of collapsed white space; null if there is none or no single one. */
  static @Nullable String parse(String text, Role role) {
    List<Mention> mentions = mentions(text);
    String value =
        switch (role) {
          case NOTICE -> notice(text, mentions);
          case RENEWAL -> renewal(text, mentions);
          case TERM -> term(text, mentions);
          case WARRANTY ->
              isShort(text) || WARRANTY.matcher(text).find() ? term(text, mentions) : null;
        };
    return value == null && mentions.isEmpty() ? word(text, role) : value;
  }

  /** Of a clause this short the duration is the point, whatever words surround it. */
  private static boolean isShort(String text) {
    return text.length() <= 60;
  }

  private static @Nullable String notice(String text, List<Mention> mentions) {
    List<Mention> notices = ofRole(mentions, Role.NOTICE);
    if (notices.isEmpty()) {
      return isShort(text) ? only(mentions) : null;
    }
    String only = only(notices);
    if (only != null) {
      return only;
    }
    // "at least sixty but no more than ninety days": the first is what is needed.
    List<Mention> minima =
        notices.stream()
            .filter(m -> MINIMUM_BEFORE.matcher(text.substring(0, m.start())).find())
            .toList();
    return only(minima);
  }

  private static @Nullable String renewal(String text, List<Mention> mentions) {
    List<Mention> renewals = ofRole(mentions, Role.RENEWAL);
    if (!renewals.isEmpty()) {
      return renewals.get(0).iso();
    }
    if (YEARLY.matcher(text).find()) {
      return "P1Y";
    }
    if (MONTHLY.matcher(text).find()) {
      return "P1M";
    }
    return isShort(text) ? only(ofRole(mentions, Role.TERM)) : null;
  }

  private static @Nullable String term(String text, List<Mention> mentions) {
    List<Mention> terms = ofRole(mentions, Role.TERM);
    if (terms.isEmpty()) {
      String word = word(text, Role.TERM);
      return word == null ? only(ofRole(mentions, Role.RENEWAL)) : word;
    }
    return CHOICE.matcher(text).find() ? only(terms) : terms.get(0).iso();
  }

  private static @Nullable String word(String text, Role role) {
    if (role == Role.NOTICE) {
      return null;
    }
    if (PERPETUAL.matcher(text).find()) {
      return "perpetual";
    }
    return INDEFINITE.matcher(text).find() ? "indefinite" : null;
  }

  private static List<Mention> ofRole(List<Mention> mentions, Role role) {
    return mentions.stream().filter(mention -> mention.role() == role).toList();
  }

  private static @Nullable String only(List<Mention> mentions) {
    Set<@Nullable String> values = new LinkedHashSet<>();
    mentions.forEach(mention -> values.add(mention.iso()));
    return values.size() == 1 ? values.iterator().next() : null;
  }

  private static List<Mention> mentions(String text) {
    List<Mention> mentions = new ArrayList<>();
    Matcher matcher = DURATION.matcher(text);
    while (matcher.find()) {
      String iso = iso(matcher, text);
      Mention previous = mentions.isEmpty() ? null : mentions.get(mentions.size() - 1);
      String joined = previous == null ? null : join(text, previous, matcher.start(), iso);
      if (previous != null && joined != null) {
        mentions.set(
            mentions.size() - 1,
            new Mention(previous.start(), matcher.end(), previous.role(), joined));
      } else {
        mentions.add(new Mention(matcher.start(), matcher.end(), roleOf(text, matcher), iso));
      }
    }
    return mentions;
  }

  private static Role roleOf(String text, Matcher matcher) {
    String before = text.substring(0, matcher.start());
    String after = text.substring(matcher.end());
    if (NOTICE_AFTER.matcher(after).find()) {
      return Role.NOTICE;
    }
    boolean renewal =
        RENEWAL_INSIDE.matcher(matcher.group()).find() || RENEWAL_AFTER.matcher(after).find();
    if (INITIAL_BEFORE.matcher(before).find()) {
      return Role.TERM;
    }
    return renewal ? Role.RENEWAL : nearestCue(before);
  }

  private static Role nearestCue(String before) {
    String near = before.substring(Math.max(0, before.length() - CUE_REACH));
    String sentence = near.substring(Math.max(near.lastIndexOf(". "), near.lastIndexOf(';')) + 1);
    int notice = Texts.lastMatch(NOTICE_BEFORE, sentence);
    int renewal = Texts.lastMatch(RENEWAL_BEFORE, sentence);
    if (notice < 0 && renewal < 0) {
      return Role.TERM;
    }
    return renewal > notice ? Role.RENEWAL : Role.NOTICE;
  }

  /** "three years and six months" is one duration. */
  private static @Nullable String join(
      String text, Mention previous, int start, @Nullable String iso) {
    String first = previous.iso();
    if (first == null
        || iso == null
        || !JOINED.matcher(text.substring(previous.end(), start)).matches()) {
      return null;
    }
    boolean descending = first.matches("P\\d+Y") && iso.matches("P\\d+[MD]");
    return descending ? first + iso.substring(1) : null;
  }

  private static @Nullable String iso(Matcher matcher, String text) {
    String unit = matcher.group("unit").toLowerCase(Locale.ROOT);
    BigDecimal number = number(matcher);
    boolean range = RANGE_BEFORE.matcher(text.substring(0, matcher.start())).find();
    if (number == null || range || unit.contains(" ") || number.signum() == 0) {
      return null;
    }
    boolean ordinal = matcher.group("nth") != null;
    if (ordinal != unit.startsWith("anniversar")) {
      return null;
    }
    return iso(number, unit);
  }

  private static @Nullable String iso(BigDecimal number, String unit) {
    char code = code(unit);
    if (number.stripTrailingZeros().scale() <= 0) {
      return (code == 'H' ? "PT" : "P") + number.toBigInteger() + code;
    }
    BigDecimal months = number.multiply(BigDecimal.valueOf(12));
    if (code == 'Y' && months.stripTrailingZeros().scale() <= 0) {
      long all = months.longValueExact();
      return all < 12 ? "P" + all + "M" : "P" + all / 12 + "Y" + all % 12 + "M";
    }
    return null;
  }

  private static char code(String unit) {
    if (unit.matches("y.*|anniv.*|jahr.*|ann?é?e?s?|ans?|años?|ann[io]|anos?|jaar|lata?|rok")) {
      return 'Y';
    }
    if (unit.matches("m.*")) {
      return 'M';
    }
    if (unit.matches("w.*|semai?nas?.*|semaine.*|settimane|tygodni")) {
      return 'W';
    }
    return unit.startsWith("hour") ? 'H' : 'D';
  }

  private static @Nullable BigDecimal number(Matcher matcher) {
    String words = matcher.group("words");
    if (words != null) {
      return agreed(NumberWords.cardinal(words), matcher.group("paired"));
    }
    String digits = matcher.group("digits");
    if (digits != null) {
      String echo = matcher.group("echo");
      return agreed(echo == null ? null : NumberWords.cardinal(echo), digits);
    }
    String lone = matcher.group("lone");
    if (lone != null) {
      return new BigDecimal(lone);
    }
    if (matcher.group("article") != null) {
      return BigDecimal.ONE;
    }
    return ordinal(matcher.group("nth"));
  }

  /** A number written twice counts only if it is the same number. */
  private static @Nullable BigDecimal agreed(@Nullable Long words, @Nullable String digits) {
    BigDecimal fromDigits = digits == null ? null : new BigDecimal(digits.replace(',', '.'));
    if (words == null || fromDigits == null) {
      return words == null ? fromDigits : BigDecimal.valueOf(words);
    }
    return fromDigits.compareTo(BigDecimal.valueOf(words)) == 0 ? fromDigits : null;
  }

  private static @Nullable BigDecimal ordinal(String nth) {
    Matcher digits = Pattern.compile("\\d+").matcher(nth);
    Long value = digits.find() ? Long.valueOf(digits.group()) : NumberWords.ordinal(nth);
    return value == null ? null : BigDecimal.valueOf(value);
  }
}
