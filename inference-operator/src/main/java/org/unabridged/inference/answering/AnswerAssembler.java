package org.unabridged.inference.answering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.AnswerType;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Context;
import org.unabridged.inference.Part;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.normalization.Party;
import org.unabridged.inference.normalization.ValueNormalizer;

/**
 * Makes the answers to all questions about a context that was read whole.
 *
 * <p>An answer is found if a clause reaches its question's decision threshold, absent otherwise.
 * Its value is that of the most confident such clause that has one; of parties, all names. Where a
 * document can have only one value (its date, effective date, expiration date and governing law)
 * and its decided clauses differ beyond doubt, it is conflicting and has none.
 */
public final class AnswerAssembler {
  private static final Comparator<Clause> BY_PLACE =
      Comparator.comparingInt(Clause::start).thenComparingInt(Clause::end);

  private final QuestionSet questions;
  private final DecisionThresholds thresholds;
  private final Set<String> languages;

  /** Assembles the answers of a model that reads any language. */
  public AnswerAssembler(QuestionSet questions, DecisionThresholds thresholds) {
    this(questions, thresholds, Set.of());
  }

  /**
   * @param languages primary codes of the languages that the model reads; empty if any. About a
   *     document in others nothing is said, neither found nor absent: every answer is not
   *     supported.
   */
  public AnswerAssembler(
      QuestionSet questions, DecisionThresholds thresholds, Set<String> languages) {
    this.questions = questions;
    this.thresholds = thresholds;
    this.languages = Set.copyOf(languages);
  }

  /**
   * One answer for every part of the context and every question, in that order.
   *
   * @param clauses everything above the reporting floor, in any order; values are added here
   */
  public List<Answer> assemble(Context context, List<Clause> clauses) {
    Map<String, Map<String, List<Clause>>> byDocument =
        clauses.stream()
            .collect(
                Collectors.groupingBy(
                    Clause::documentId, Collectors.groupingBy(Clause::questionId)));
    List<Answer> answers = new ArrayList<>();
    for (Part part : context.parts()) {
      if (!part.isIn(languages)) {
        questions.questions().forEach(question -> answers.add(foreign(part, question)));
        continue;
      }
      Map<String, List<Clause>> ofDocument = byDocument.getOrDefault(part.documentId(), Map.of());
      for (Question question : questions.questions()) {
        answers.add(
            answer(part.documentId(), question, ofDocument.getOrDefault(question.id(), List.of())));
      }
    }
    return answers;
  }

  private Answer foreign(Part part, Question question) {
    return Answer.without(
        part.documentId(),
        question.id(),
        AnswerState.NOT_SUPPORTED,
        "The model reads %s; the document is in %s."
            .formatted(
                languages.stream().sorted().collect(Collectors.joining(", ")),
                String.join(", ", part.languages())));
  }

  private Answer answer(String documentId, Question question, List<Clause> found) {
    if (!thresholds.knows(question.id())) {
      return Answer.without(
          documentId,
          question.id(),
          AnswerState.NOT_SUPPORTED,
          "The model does not know this question.");
    }
    List<Clause> clauses =
        found.stream()
            .sorted(BY_PLACE)
            .map(clause -> clause.withValue(ValueNormalizer.normalize(question, clause.quote())))
            .toList();
    List<Clause> decided = thresholds.decided(clauses);
    return decided.isEmpty()
        ? absent(documentId, question, clauses)
        : present(documentId, question, clauses, decided);
  }

  private static Answer absent(String documentId, Question question, List<Clause> clauses) {
    String value = question.answerType() == AnswerType.YES_NO ? "no" : null;
    return answer(documentId, question, AnswerState.ABSENT, value, null, absence(clauses), clauses);
  }

  private static String absence(List<Clause> clauses) {
    if (clauses.isEmpty()) {
      return "No such clause in the whole text.";
    }
    return "%s below the decision threshold, the best with a confidence of %.2f."
        .formatted(count(clauses.size(), "passage"), best(clauses).confidence());
  }

  private static Answer present(
      String documentId, Question question, List<Clause> clauses, List<Clause> decided) {
    double confidence = best(decided).confidence();
    List<String> rivals = Conflicts.rivals(question, decided);
    if (!rivals.isEmpty()) {
      String rationale =
          count(decided.size(), "clause")
              + " with different values: "
              + String.join("; ", rivals)
              + ".";
      return answer(
          documentId, question, AnswerState.CONFLICTING, null, confidence, rationale, clauses);
    }
    String value = value(question, decided);
    String rationale = presence(question, decided, value);
    return answer(documentId, question, AnswerState.FOUND, value, confidence, rationale, clauses);
  }

  private static @Nullable String value(Question question, List<Clause> decided) {
    if (question.answerType() == AnswerType.PARTY) {
      List<Party> parties =
          decided.stream()
              .map(clause -> Party.parse(clause.quote()))
              .filter(Objects::nonNull)
              .toList();
      String names = String.join("; ", Party.distinctNames(parties));
      return names.isEmpty() ? null : names;
    }
    return decided.stream()
        .filter(clause -> clause.value() != null)
        .max(Comparator.comparingDouble(Clause::confidence).thenComparing(BY_PLACE.reversed()))
        .map(Clause::value)
        .orElse(null);
  }

  private static String presence(Question question, List<Clause> decided, @Nullable String value) {
    String origin = decided.size() == 1 ? "One clause" : "Best of " + decided.size() + " clauses";
    if (question.answerType() == AnswerType.PARTY) {
      origin = count(decided.size(), "passage");
    }
    if (value == null) {
      return origin
          + "; no value can be read from "
          + (decided.size() == 1 ? "it" : "them")
          + " without guessing.";
    }
    if (question.answerType() == AnswerType.DATE && !Character.isDigit(value.charAt(0))) {
      return origin + "; stated as a length of time, not as a date.";
    }
    return origin + ".";
  }

  private static Answer answer(
      String documentId,
      Question question,
      AnswerState state,
      @Nullable String value,
      @Nullable Double confidence,
      String rationale,
      List<Clause> clauses) {
    String risk = question.riskRule() == null ? null : question.riskRule().assess(state);
    return new Answer(
        documentId, question.id(), state, value, confidence, risk, rationale, clauses, 0);
  }

  private static Clause best(List<Clause> clauses) {
    return clauses.stream()
        .max(Comparator.comparingDouble(Clause::confidence))
        .orElseThrow(() -> new IllegalArgumentException("no clauses"));
  }

  private static String count(int number, String noun) {
    return number == 1 ? "One " + noun : number + " " + noun + "s";
  }
}
