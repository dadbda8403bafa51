package org.unabridged.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model says to one question about one document.
 *
 * @param documentId the document
 * @param questionId the question
 * @param state what became of the question
 * @param value the normalised value; null if there is none, or several that contradict each other
 * @param confidence confidence of the best clause if found or conflicting, else null
 * @param risk the level and note of the question's risk rule where it applies, else null
 * @param rationale one short factual sentence on how the answer came about
 * @param clauses every clause above the reporting floor, in the order of the text; those below the
 *     decision threshold are among them, with their low confidence
 * @param unlocated how many pieces the model named that could not be found in the text
 */
public record Answer(
    String documentId,
    String questionId,
    AnswerState state,
    @Nullable String value,
    @Nullable Double confidence,
    @Nullable String risk,
    @Nullable String rationale,
    List<Clause> clauses,
    int unlocated) {

  public Answer {
    Require.notBlank("document id", documentId);
    Require.kebabCase("question id", questionId);
    Require.probability("confidence", confidence);
    Require.notNegative("unlocated", unlocated);
    clauses = List.copyOf(clauses);
    for (Clause clause : clauses) {
      if (!clause.documentId().equals(documentId) || !clause.questionId().equals(questionId)) {
        throw new IllegalArgumentException(
            "a clause of " + clause.questionId() + " in an answer to " + questionId);
      }
    }
  }

  /** An answer without clauses. */
  public static Answer without(
      String documentId, String questionId, AnswerState state, @Nullable String rationale) {
    return new Answer(documentId, questionId, state, null, null, null, rationale, List.of(), 0);
  }
}
