package org.unabridged.inference.normalization;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates as contracts write them, as ISO 8601 with the precision that is there: {@code 2019-03-01},
 * {@code 2019-03}, {@code 2019}. Purely numeric dates count only when day and month cannot be
 * confused; dotted ones are day first, as where they are in use.
 */
final class Dates {

  /** Which date of a clause is wanted. */
  enum Role {
    /** The one there is. */
    ANY,
    /** When something begins. */
    START,
    /** When something ends. */
    END
  }

  private record Mention(int start, int end, String iso) {}

  private record Form(Pattern pattern, Function<MatchResult, @Nullable String> reader) {}

  /**
   * Stands for a blank to be filled in, however long: so that no pattern can match it many ways.
   */
  private static final String BLANK = "\u25AF";

  private static final Pattern BLANKS =
      Pattern.compile("(?:[_.]{2,}[ _.]*+|\\[[ _*\u25CF\u2022\u00B7]{1,20}\\]|-{3,}+ ?)");

  private static final String MONTH = "(?<![\\p{L}])(" + Months.PATTERN + ")(?![\\p{L}])\\.?";
  private static final String DAY = "(?<!\\d)(\\d{1,2})(?: ?(?:st|nd|rd|th|er|ª|º|°|\\.))?";
  private static final String DAY_WORD = "\\b(" + NumberWords.ORDINAL + ")";
  private static final String YEAR = "(\\d{4})(?!\\d|_|,\\d)";
  private static final String DAY_OF =
      " ?(?:day )?(?:of |de |del |di |do |- ?|/)?(?:the month of )?(?:" + BLANK + " ?|-- ?)?";
  private static final String OF_YEAR = " ?[,.]? ?(?:of |de |del |in the year |-|/)?(?:the year )?";
  private static final String YEAR_WORDS =
      "((?:two thousand|nineteen hundred)(?:(?: and |[ -])" + NumberWords.CARDINAL + ")?)";

  /** Tried in this order; a later form is not read where an earlier one was. */
  private static final List<Form> FORMS =
      List.of(
          form("(?<![\\d-])(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})(?![\\d-])", m -> iso(m, 1, 2, 3)),
          form("(\\d{4}) ?年 ?(\\d{1,2}) ?月 ?(\\d{1,2}) ?日", m -> iso(m, 1, 2, 3)),
          form(
              DAY + DAY_OF + MONTH + OF_YEAR + YEAR,
              m -> named(m.group(3), m.group(2), m.group(1))),
          form(
              MONTH + "[ -]{0,2}" + DAY + " ?[,.;-]{0,2} ?(?:of |in the year )?" + YEAR,
              m -> named(m.group(3), m.group(1), m.group(2))),
          form(
              DAY_WORD + DAY_OF + MONTH + OF_YEAR + YEAR,
              m -> named(m.group(3), m.group(2), m.group(1))),
          form(
              MONTH + " " + DAY_WORD + " ?,? ?" + YEAR,
              m -> named(m.group(3), m.group(1), m.group(2))),
          form(
              "(?:" + DAY + "|" + DAY_WORD + ")" + DAY_OF + MONTH + OF_YEAR + YEAR_WORDS,
              m -> named(m.group(4), m.group(3), m.group(1) == null ? m.group(2) : m.group(1))),
          form(
              MONTH + " " + DAY + " ?,? ?" + YEAR_WORDS,
              m -> named(m.group(3), m.group(1), m.group(2))),
          form(
              "(?<![\\d/.-])(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}|\\d{2})(?![\\d/-])",
              m -> dotted(m.group(1), m.group(2), m.group(3))),
          form(
              "(?<![\\d/.-])(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4}|\\d{2})(?![\\d/-])",
              m -> numeric(m.group(1), m.group(3), m.group(4))),
          form(
              DAY + "[ -]" + MONTH + "[ -]'?(\\d{2})(?!\\d)",
              m -> named(m.group(3), m.group(2), m.group(1))),
          form(BLANK + DAY_OF + MONTH + OF_YEAR + YEAR, m -> month(m.group(2), m.group(1))),
          form(MONTH + " ?" + BLANK + " ?,? ?" + YEAR, m -> month(m.group(2), m.group(1))),
          form(MONTH + "(?: ?,| of| de| del)? ?" + YEAR, m -> month(m.group(2), m.group(1))),
          form(
              "(?:" + BLANK + "|\\b) ?(?:day of )?" + BLANK + " ?,? ?" + YEAR,
              m -> year(m.group(1))),
          form("\\bday of ?,? ?" + YEAR, m -> year(m.group(1))),
          form("^[^\\p{L}\\d]*" + YEAR + "[^\\p{L}\\d]*$", m -> year(m.group(1))));

  private static final Pattern START_CUE =
      Texts.anyOf(
          "\\b(?:commenc\\w*|effective|begin\\w*|start\\w*|from|made|dated|entered)\\b",
          "\\b(?:takes? effect|into (?:force|effect))\\b");
  private static final Pattern END_CUE =
      Texts.anyOf(
          "\\b(?:end|ends|ending|until|till|through|to|later than|beyond)\\b",
          "\\b(?:expir|terminat|conclud)\\w*");
  private static final Pattern CHOICE =
      Texts.anyOf("\\b(?:earlier|earliest|later|latest|sooner|first to occur) (?:of|to occur)\\b");
  private static final Pattern SENTENCE_END = Pattern.compile(";|(?<!\\p{Lu})\\. (?=\\p{Lu})");

  /** The term starts at something other than a date of this clause. */
  private static final Pattern OTHER_START =
      Texts.anyOf(
          "\\b(?:effective|commenc\\w*|begin\\w*|start\\w*) (?:as of|on|from|upon|at)"
              + " (?:the|such|that|its|a) (?!\\d)");

  private Dates() {}

  /** The date in a text of collapsed white space; null if there is none or no single one. */
  static @Nullable String parse(String collapsed, Role role) {
    String text = BLANKS.matcher(collapsed).replaceAll(BLANK);
    List<Mention> mentions = mentions(text);
    List<Mention> wanted = new ArrayList<>();
    List<Mention> cued = new ArrayList<>();
    for (int i = 0; i < mentions.size(); i++) {
      Mention mention = mentions.get(i);
      int from = i == 0 ? 0 : mentions.get(i - 1).end();
      Role found = roleOf(text.substring(from, mention.start()));
      if (role == Role.ANY || found == role || found == Role.ANY) {
        wanted.add(mention);
      }
      if (found == role) {
        cued.add(mention);
      }
    }
    boolean elsewhere = role == Role.START && cued.isEmpty() && OTHER_START.matcher(text).find();
    if (elsewhere || isChoice(text, role, mentions.size())) {
      return null;
    }
    return single(text, cued.isEmpty() ? wanted : cued);
  }

  /** The one date there is, or the one of the first sentence that has any. */
  private static @Nullable String single(String text, List<Mention> candidates) {
    if (candidates.isEmpty()) {
      return null;
    }
    Matcher sentenceEnd = SENTENCE_END.matcher(text);
    int border = sentenceEnd.find(candidates.get(0).end()) ? sentenceEnd.start() : text.length();
    Set<String> values = new LinkedHashSet<>();
    candidates.stream().filter(c -> c.start() < border).forEach(c -> values.add(c.iso()));
    return values.size() == 1 ? values.iterator().next() : null;
  }

  /** An end "at the earlier of" a date and an event is at that date at the latest. */
  private static boolean isChoice(String text, Role role, int dates) {
    return (role != Role.END || dates > 1) && CHOICE.matcher(text).find();
  }

  private static List<Mention> mentions(String text) {
    List<Mention> mentions = new ArrayList<>();
    StringBuilder rest = new StringBuilder(text);
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(rest);
      while (matcher.find()) {
        String iso = form.reader().apply(matcher.toMatchResult());
        if (iso != null) {
          mentions.add(new Mention(matcher.start(), matcher.end(), iso));
        }
        // Read or refused, it must not be read again as something else.
        rest.replace(matcher.start(), matcher.end(), "\0".repeat(matcher.end() - matcher.start()));
      }
    }
    mentions.sort(Comparator.comparingInt(Mention::start));
    return mentions;
  }

  /** The last cue before a date decides. */
  private static Role roleOf(String before) {
    int start = Texts.lastMatch(START_CUE, before);
    int end = Texts.lastMatch(END_CUE, before);
    if (start < 0 && end < 0) {
      return Role.ANY;
    }
    return start > end ? Role.START : Role.END;
  }

  private static @Nullable String named(String year, String month, String day) {
    Long number =
        day.chars().allMatch(Character::isDigit) ? Long.valueOf(day) : NumberWords.ordinal(day);
    Integer monthNumber = Months.number(month);
    Long yearNumber = yearNumber(year);
    return number == null || monthNumber == null || yearNumber == null
        ? null
        : iso(yearNumber, monthNumber, number);
  }

  private static @Nullable String iso(MatchResult m, int year, int month, int day) {
    return iso(
        Long.parseLong(m.group(year)),
        Long.parseLong(m.group(month)),
        Long.parseLong(m.group(day)));
  }

  private static @Nullable String iso(long year, long month, long day) {
    try {
      return LocalDate.of((int) year, (int) month, (int) day).toString();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable String month(String year, String month) {
    Integer number = Months.number(month);
    return number == null ? null : "%s-%02d".formatted(year, number);
  }

  private static @Nullable String year(String year) {
    int number = Integer.parseInt(year);
    return number >= 1900 && number < 2100 ? year : null;
  }

  private static @Nullable String dotted(String first, String second, String year) {
    String dayFirst = iso(fullYear(year), Long.parseLong(second), Long.parseLong(first));
    return dayFirst != null
        ? dayFirst
        : iso(fullYear(year), Long.parseLong(first), Long.parseLong(second));
  }

  private static @Nullable String numeric(String first, String second, String year) {
    String monthFirst = iso(fullYear(year), Long.parseLong(first), Long.parseLong(second));
    String dayFirst = iso(fullYear(year), Long.parseLong(second), Long.parseLong(first));
    if (monthFirst == null) {
      return dayFirst;
    }
    return dayFirst == null || dayFirst.equals(monthFirst) ? monthFirst : null;
  }

  private static @Nullable Long yearNumber(String year) {
    return year.chars().allMatch(Character::isDigit)
        ? Long.valueOf(fullYear(year))
        : NumberWords.cardinal(year);
  }

  /** Two digits mean 1950 to 2049. */
  private static long fullYear(String year) {
    long number = Long.parseLong(year);
    if (year.length() > 2) {
      return number;
    }
    return number < 50 ? 2000 + number : 1900 + number;
  }

  private static Form form(String regex, Function<MatchResult, @Nullable String> reader) {
    return new Form(
        Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), reader);
  }
}
