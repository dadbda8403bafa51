package org.unabridged.inference;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A contract abstract with receipts.
 *
 * @param documentId the document; null if it covers the whole context
 * @param language language of the sentences, BCP-47
 * @param method how it was made, such as {@code composed}: put together from extracted clauses by
 *     templates, no sentence written by a model
 * @param sentences in reading order
 */
public record Summary(
    @Nullable String documentId, String language, String method, List<Sentence> sentences) {
  public Summary {
    Require.notBlank("language", language);
    Require.notBlank("method", method);
    sentences = List.copyOf(sentences);
  }

  /** The sentences, joined by spaces. */
  public String text() {
    return sentences.stream().map(Sentence::text).collect(Collectors.joining(" "));
  }
}
