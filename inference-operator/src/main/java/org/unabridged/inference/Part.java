package org.unabridged.inference;

/**
 * Where one document's canonical text stands in a context.
 *
 * @param documentId the document
 * @param start first UTF-16 offset in the context's text
 * @param end offset after the last; the document's text is {@code text.substring(start, end)}
 */
public record Part(String documentId, int start, int end) {
  public Part {
    Require.notBlank("document id", documentId);
    Require.span(start, end);
  }
}
