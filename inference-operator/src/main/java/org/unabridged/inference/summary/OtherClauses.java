package org.unabridged.inference.summary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Support;

/** What was found of questions that no other sentence tells: those of a user's own set. */
final class OtherClauses {
  private static final Set<String> TOLD = told();

  private OtherClauses() {}

  static @Nullable Sentence tell(Facts facts) {
    List<String> items = new ArrayList<>();
    List<Support> support = new ArrayList<>();
    for (Fact fact : facts.all()) {
      if (!TOLD.contains(fact.question().id())) {
        items.add((fact.isSure() ? "" : "possibly ") + fact.question().title() + detail(fact));
        support.addAll(fact.support());
      }
    }
    return items.isEmpty()
        ? null
        : new Sentence("It has further clauses: " + Wording.list(items) + ".", support);
  }

  private static String detail(Fact fact) {
    String value = fact.value();
    return value == null || value.equals("yes") ? "" : " (" + Wording.quote(value) + ")";
  }

  private static Set<String> told() {
    Set<String> told = new HashSet<>(Topic.questionIds());
    told.addAll(
        List.of(
            "document-name",
            "parties",
            "agreement-date",
            "effective-date",
            "expiration-date",
            "renewal-term",
            "notice-period-to-terminate-renewal",
            "governing-law"));
    return Set.copyOf(told);
  }
}
