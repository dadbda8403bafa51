package org.unabridged.inference.summary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.answering.DecisionThresholds;

/** What was found in one document, by question, in the order of the question set. */
final class Facts {
  private final Map<String, Fact> byQuestion = new LinkedHashMap<>();

  Facts(
      String documentId,
      QuestionSet questions,
      List<Answer> answers,
      DecisionThresholds thresholds) {
    for (Answer answer : answers) {
      Question question = questions.find(answer.questionId());
      List<Clause> decided = thresholds.decided(answer.clauses());
      boolean found =
          answer.state() == AnswerState.FOUND || answer.state() == AnswerState.CONFLICTING;
      if (answer.documentId().equals(documentId)
          && found
          && question != null
          && !decided.isEmpty()) {
        byQuestion.put(question.id(), new Fact(question, answer, decided));
      }
    }
  }

  @Nullable Fact find(String questionId) {
    return byQuestion.get(questionId);
  }

  List<Fact> all() {
    return List.copyOf(byQuestion.values());
  }
}
