package org.unabridged.inference;

import org.jspecify.annotations.Nullable;

/**
 * A span that a sentence of a summary rests on.
 *
 * @param documentId the document
 * @param questionId the question of the clause that the span is; null if it is no clause
 * @param start first UTF-16 offset in the document's canonical text
 * @param end offset after the last
 */
public record Support(String documentId, @Nullable String questionId, int start, int end) {
  public Support {
    Require.notBlank("document id", documentId);
    if (questionId != null) {
      Require.kebabCase("question id", questionId);
    }
    Require.span(start, end);
  }

  /** The place of a clause. */
  public static Support of(Clause clause) {
    return new Support(clause.documentId(), clause.questionId(), clause.start(), clause.end());
  }
}
