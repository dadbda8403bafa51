package org.unabridged.inference.summary;

import org.jspecify.annotations.Nullable;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Sentence;

/** What law governs the contract. */
final class Law {
  private Law() {}

  static @Nullable Sentence tell(Facts facts) {
    Fact fact = facts.find("governing-law");
    if (fact == null || (fact.value() == null && !Wording.isTelling(fact.best().quote()))) {
      return null;
    }
    return new Sentence(text(fact), fact.support());
  }

  private static String text(Fact fact) {
    String value = fact.value();
    if (fact.answer().state() == AnswerState.CONFLICTING) {
      return "It names the law of more than one place: " + places(fact) + ".";
    }
    if (value == null) {
      return "It chooses its governing law: \"" + Wording.quote(fact.best().quote()) + "\".";
    }
    String verb = fact.isSure() ? "It is governed by " : "It appears to be governed by ";
    return verb + "the law of " + Wording.jurisdiction(value) + ".";
  }

  private static String places(Fact fact) {
    return Wording.list(
        fact.clauses().stream()
            .map(Clause::value)
            .filter(value -> value != null)
            .distinct()
            .map(Wording::jurisdiction)
            .toList());
  }
}
