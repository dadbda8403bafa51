package org.unabridged.inference;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a document that answers a question.
 *
 * @param documentId the document it stands in
 * @param questionId the question it answers
 * @param start first UTF-16 offset in that document's canonical text
 * @param end offset after the last
 * @param quote exactly the characters from start to end
 * @param confidence calibrated probability, 0 to 1, that the clause is of this type
 * @param matchTier how it was located
 * @param value the normalised value of this clause alone; null if the question asks for none or
 *     none could be read without guessing
 */
public record Clause(
    String documentId,
    String questionId,
    int start,
    int end,
    String quote,
    double confidence,
    MatchTier matchTier,
    @Nullable String value) {

  public Clause {
    Require.notBlank("document id", documentId);
    Require.kebabCase("question id", questionId);
    Require.span(start, end);
    Require.probability("confidence", confidence);
    if (quote.length() != end - start) {
      throw new IllegalArgumentException(
          "quote has " + quote.length() + " characters, span " + start + " to " + end);
    }
  }

  /** The same clause with this normalised value. */
  public Clause withValue(@Nullable String newValue) {
    return new Clause(documentId, questionId, start, end, quote, confidence, matchTier, newValue);
  }
}
