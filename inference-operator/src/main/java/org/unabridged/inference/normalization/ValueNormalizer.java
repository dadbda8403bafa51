package org.unabridged.inference.normalization;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Question;

/**
 * The normalised value of one clause, in the form its question's {@link
 * org.unabridged.inference.AnswerType} prescribes. Some built-in questions get more than their type
 * says: {@code governing-law} is the jurisdiction's English name, {@code effective-date} and {@code
 * expiration-date} tell the start of a term from its end, and an expiration counted from another
 * date, as in "three years after the Effective Date", is the duration: no date is computed that the
 * contract does not state.
 */
public final class ValueNormalizer {

  /**
   * Raised when a change here, or in what answers and summaries make of values, can change an
   * answer: part of a model's fingerprint.
   */
  public static final String VERSION = "1";

  /** What a title is called from there on, or the torn beginning of that. */
  private static final Pattern DEFINITION =
      Pattern.compile("(?i) ?\\((?:\"|'|the\\b|this\\b|hereinafter\\b|[^)]{0,12}$).*$");

  /** Values stand in the first sentences of a clause; more text only costs time. */
  private static final int LONGEST_TEXT = 4000;

  private ValueNormalizer() {}

  /** The value that a quote gives to a question; null if none can be read without guessing. */
  public static @Nullable String normalize(Question question, String quote) {
    String text = Texts.collapse(quote, LONGEST_TEXT);
    return switch (question.answerType()) {
      case SPAN -> span(question, text);
      case DATE -> date(question, text);
      case DURATION -> Durations.parse(text, durationRole(question));
      case MONEY -> Money.parse(text);
      case PARTY -> partyName(text);
      case YES_NO -> text.isEmpty() ? null : "yes";
    };
  }

  private static @Nullable String span(Question question, String text) {
    if (question.id().equals("governing-law")) {
      Jurisdiction jurisdiction = Jurisdiction.parse(text);
      return jurisdiction == null ? null : jurisdiction.name();
    }
    String named = DEFINITION.matcher(text).replaceFirst("");
    String stripped = Texts.stripPunctuation(named);
    return stripped.isEmpty() ? null : stripped;
  }

  private static @Nullable String date(Question question, String text) {
    return switch (question.id()) {
      case "effective-date" -> Dates.parse(text, Dates.Role.START);
      case "expiration-date" -> {
        String date = Dates.parse(text, Dates.Role.END);
        yield date == null ? Durations.parse(text, Durations.Role.TERM) : date;
      }
      default -> Dates.parse(text, Dates.Role.ANY);
    };
  }

  private static Durations.Role durationRole(Question question) {
    return switch (question.id()) {
      case "renewal-term" -> Durations.Role.RENEWAL;
      case "notice-period-to-terminate-renewal" -> Durations.Role.NOTICE;
      case "warranty-duration" -> Durations.Role.WARRANTY;
      default -> Durations.Role.TERM;
    };
  }

  private static @Nullable String partyName(String text) {
    Party party = Party.parse(text);
    return party == null ? null : party.name();
  }
}
