package org.unabridged.inference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a model reads in one pass: one document, or a set that belongs together.
 *
 * @param contextId stable id
 * @param text the whole text, NFC
 * @param parts the documents in it: at least one, in order, apart from each other, each document
 *     once; what lies between them belongs to none
 */
public record Context(String contextId, String text, List<Part> parts) {
  public Context {
    Require.notBlank("context id", contextId);
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("context " + contextId + " has no parts");
    }
    checkParts(contextId, text, parts);
  }

  /** The canonical text of a part's document. */
  public String textOf(Part part) {
    return text.substring(part.start(), part.end());
  }

  private static void checkParts(String contextId, String text, List<Part> parts) {
    Set<String> documents = new HashSet<>();
    int previousEnd = 0;
    for (Part part : parts) {
      if (part.start() < previousEnd || part.end() > text.length()) {
        throw new IllegalArgumentException(
            "context "
                + contextId
                + ": "
                + part
                + " overlaps its neighbour or ends after "
                + text.length());
      }
      if (!documents.add(part.documentId())) {
        throw new IllegalArgumentException(
            "context " + contextId + " has document " + part.documentId() + " twice");
      }
      previousEnd = part.end();
    }
  }
}
