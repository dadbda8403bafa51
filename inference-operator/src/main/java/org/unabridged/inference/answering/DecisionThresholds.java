package org.unabridged.inference.answering;

import java.util.List;
import java.util.Map;
import org.unabridged.inference.Clause;

/**
 * How sure a model must be of a clause before it counts as found.
 *
 * @param byQuestion least confidence by question id; a question that is missing is one the model
 *     does not know
 */
public record DecisionThresholds(Map<String, Double> byQuestion) {
  public DecisionThresholds {
    byQuestion = Map.copyOf(byQuestion);
    byQuestion.forEach(
        (question, threshold) -> {
          if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException(
                "decision threshold of " + question + " must lie in [0, 1]: " + threshold);
          }
        });
  }

  /** Whether the model knows the question. */
  public boolean knows(String questionId) {
    return byQuestion.containsKey(questionId);
  }

  /** The clauses that count as found. */
  public List<Clause> decided(List<Clause> clauses) {
    return clauses.stream().filter(this::reaches).toList();
  }

  private boolean reaches(Clause clause) {
    Double threshold = byQuestion.get(clause.questionId());
    return threshold != null && clause.confidence() >= threshold;
  }
}
