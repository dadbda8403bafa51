package org.unabridged.inference.answering;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Question;
import org.unabridged.inference.normalization.Jurisdiction;

/** Values of one question that cannot all be true of one document. */
final class Conflicts {
  private static final Set<String> SINGLE_VALUED =
      Set.of("governing-law", "agreement-date", "effective-date", "expiration-date");

  private Conflicts() {}

  /** The distinct values of clauses that contradict each other; empty if none do. */
  static List<String> rivals(Question question, List<Clause> clauses) {
    if (!SINGLE_VALUED.contains(question.id())) {
      return List.of();
    }
    Set<String> values = new LinkedHashSet<>();
    clauses.stream().map(Clause::value).filter(Objects::nonNull).forEach(values::add);
    List<String> distinct = new ArrayList<>(values);
    for (int i = 0; i < distinct.size(); i++) {
      for (int j = i + 1; j < distinct.size(); j++) {
        if (!agree(question, distinct.get(i), distinct.get(j))) {
          return distinct;
        }
      }
    }
    return List.of();
  }

  private static boolean agree(Question question, String first, String second) {
    return question.id().equals("governing-law")
        ? Jurisdiction.overlap(first, second)
        : datesAgree(first, second);
  }

  /** A month agrees with its days; a length of time, or a word for one, can agree with any date. */
  private static boolean datesAgree(String first, String second) {
    if (Character.isDigit(first.charAt(0)) && Character.isDigit(second.charAt(0))) {
      return first.startsWith(second) || second.startsWith(first);
    }
    boolean durations = first.startsWith("P") && second.startsWith("P");
    return !durations || months(first).equals(months(second));
  }

  /** Twelve months are a year. */
  private static String months(String duration) {
    if (duration.matches("P\\d{1,6}Y")) {
      return "P" + 12 * Integer.parseInt(duration.substring(1, duration.length() - 1)) + "M";
    }
    return duration;
  }
}
