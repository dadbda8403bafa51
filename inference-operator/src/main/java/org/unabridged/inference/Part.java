package org.unabridged.inference;

import java.util.List;
import java.util.Set;

/**
 * Where one document's canonical text stands in a context.
 *
 * @param documentId the document
 * @param start first UTF-16 offset in the context's text
 * @param end offset after the last; the document's text is {@code text.substring(start, end)}
 * @param languages languages of the text, BCP-47; empty when they are not known
 */
public record Part(String documentId, int start, int end, List<String> languages) {
  private static final String UNDETERMINED = "und";

  public Part {
    Require.notBlank("document id", documentId);
    Require.span(start, end);
    languages = List.copyOf(languages);
  }

  /** A document in languages that are not known. */
  public Part(String documentId, int start, int end) {
    this(documentId, start, end, List.of());
  }

  /**
   * Whether a model of these languages can read the document, or at least one of its language
   * versions. What is in no known language gets the benefit of the doubt.
   *
   * @param known primary language codes, such as {@code en}; empty if any
   */
  public boolean isIn(Set<String> known) {
    return known.isEmpty()
        || languages.isEmpty()
        || languages.stream()
            .map(Part::primary)
            .anyMatch(code -> code.equals(UNDETERMINED) || known.contains(code));
  }

  private static String primary(String language) {
    int end = language.indexOf('-');
    return end < 0 ? language : language.substring(0, end);
  }
}
