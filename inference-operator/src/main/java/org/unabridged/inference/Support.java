package org.unabridged.inference;

/**
 * A span that a sentence of a summary rests on.
 *
 * @param documentId the document
 * @param questionId the question the span answers
 * @param start first UTF-16 offset in the document's canonical text
 * @param end offset after the last
 */
public record Support(String documentId, String questionId, int start, int end) {
  public Support {
    Require.notBlank("document id", documentId);
    Require.kebabCase("question id", questionId);
    Require.span(start, end);
  }

  /** The place of a clause. */
  public static Support of(Clause clause) {
    return new Support(clause.documentId(), clause.questionId(), clause.start(), clause.end());
  }
}
