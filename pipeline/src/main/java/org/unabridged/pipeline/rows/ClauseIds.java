package org.unabridged.pipeline.rows;

import org.unabridged.pipeline.state.Hashes;

/**
 * Names of clauses that stay the same as long as the clause stands at the same place of the same
 * document.
 */
final class ClauseIds {
  private ClauseIds() {}

  /** Offsets in UTF-16 units. */
  static String of(String documentId, String questionId, int start, int end) {
    return Hashes.of(documentId, questionId, Integer.toString(start), Integer.toString(end));
  }
}
