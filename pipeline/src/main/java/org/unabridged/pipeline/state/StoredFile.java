package org.unabridged.pipeline.state;

import java.util.List;

/**
 * What one input file held, texts by reference.
 *
 * @param fileId SHA-256 of the file's bytes
 * @param results the file itself first, then what it embeds
 */
public record StoredFile(String fileId, List<StoredResult> results) {
  /** Copies the list. */
  public StoredFile {
    results = List.copyOf(results);
  }

  boolean complete() {
    return results.stream().noneMatch(StoredFailure.class::isInstance);
  }

  /** The documents in it that a model can read, in order. */
  public List<StoredDocument> readableDocuments() {
    return results.stream()
        .filter(StoredDocument.class::isInstance)
        .map(StoredDocument.class::cast)
        .filter(StoredDocument::readable)
        .toList();
  }
}
