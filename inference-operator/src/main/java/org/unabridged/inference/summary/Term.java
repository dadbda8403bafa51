package org.unabridged.inference.summary;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Support;

/** From when to when, and what happens then. */
final class Term {
  private Term() {}

  static void tell(Facts facts, List<Sentence> sentences) {
    List<String> predicates = new ArrayList<>();
    List<Support> support = new ArrayList<>();
    add(start(facts.find("effective-date")), facts.find("effective-date"), predicates, support);
    add(end(facts.find("expiration-date")), facts.find("expiration-date"), predicates, support);
    if (!predicates.isEmpty()) {
      sentences.add(new Sentence("It " + Wording.list(predicates) + ".", support));
    }
    renewal(
        facts.find("renewal-term"), facts.find("notice-period-to-terminate-renewal"), sentences);
  }

  private static void add(
      @Nullable String predicate,
      @Nullable Fact fact,
      List<String> predicates,
      List<Support> support) {
    if (predicate != null && fact != null) {
      predicates.add(predicate);
      support.addAll(fact.support());
    }
  }

  private static @Nullable String start(@Nullable Fact fact) {
    if (fact == null) {
      return null;
    }
    if (fact.value() == null) {
      return quoted("says of its start: ", fact);
    }
    String verb = fact.isSure() ? "takes effect on " : "appears to take effect on ";
    return in(verb, fact.value());
  }

  private static @Nullable String end(@Nullable Fact fact) {
    if (fact == null) {
      return null;
    }
    String value = fact.value();
    if (value == null) {
      return quoted("says of its end: ", fact);
    }
    if (Character.isDigit(value.charAt(0))) {
      return in(fact.isSure() ? "ends on " : "appears to end on ", value);
    }
    String has = fact.isSure() ? "has a" : "appears to have a";
    return value.startsWith("P")
        ? has + " term of " + Wording.duration(value)
        : has + (value.startsWith("i") ? "n " : " ") + value + " term";
  }

  private static @Nullable String quoted(String lead, Fact fact) {
    String quote = fact.best().quote();
    return Wording.isTelling(quote) ? lead + '"' + Wording.quote(quote) + '"' : null;
  }

  /** "on March 1, 2019", but "in March 2019". */
  private static String in(String verbOn, String date) {
    String verb = date.length() == 10 ? verbOn : verbOn.replaceFirst("on $", "in ");
    return verb + Wording.date(date);
  }

  private static void renewal(
      @Nullable Fact renewal, @Nullable Fact notice, List<Sentence> sentences) {
    String period = notice == null ? null : notice.value();
    List<Support> support = new ArrayList<>();
    String text;
    if (renewal != null) {
      support.addAll(renewal.support());
      text = renewed(renewal);
      if (period != null) {
        text += "; notice of " + Wording.duration(period) + " is needed to prevent that";
      }
    } else if (period != null) {
      text = "Notice of " + Wording.duration(period) + " is needed to prevent its renewal";
    } else {
      return;
    }
    if (notice != null && period != null) {
      support.addAll(notice.support());
    }
    sentences.add(new Sentence(text + ".", support));
  }

  private static String renewed(Fact renewal) {
    String can = renewal.isSure() ? "It can be renewed" : "It appears that it can be renewed";
    String value = renewal.value();
    if (value == null) {
      return can;
    }
    return value.startsWith("P")
        ? can + " for " + Wording.duration(value)
        : can + (value.equals("perpetual") ? " for ever" : " for an indefinite time");
  }
}
