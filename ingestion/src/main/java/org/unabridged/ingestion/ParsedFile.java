package org.unabridged.ingestion;

import java.util.List;

/**
 * What a file held.
 *
 * @param fileId SHA-256 of the file's bytes
 * @param results the file itself first, then what it embeds, in the order of the file
 */
public record ParsedFile(String fileId, List<ParseResult> results) {
  /** Checks the values and copies the list. */
  public ParsedFile {
    Require.sha256("file id", fileId);
    results = List.copyOf(results);
    if (results.isEmpty() || !results.get(0).documentId().equals(fileId)) {
      throw new IllegalArgumentException("the first result must be the file " + fileId);
    }
  }

  /** Whether parsing the same bytes again may give more, see {@link ParseFailure.Category}. */
  public boolean retryable() {
    return results.stream()
        .anyMatch(
            result -> result instanceof ParseFailure failure && failure.category().retryable());
  }
}
