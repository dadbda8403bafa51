package org.unabridged.pipeline.state;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.Context;
import org.unabridged.inference.Part;

/**
 * A context with its texts by reference. Its id follows from the documents and their texts, so it
 * is the same in every run.
 *
 * @param contextId stable id
 * @param parts its documents in reading order
 */
public record StoredContext(String contextId, List<StoredPart> parts) {
  /**
   * One document of a context.
   *
   * @param documentId the document
   * @param textId its text
   */
  public record StoredPart(String documentId, String textId) {}

  /** Copies the list. */
  public StoredContext {
    parts = List.copyOf(parts);
  }

  static StoredContext of(List<StoredDocument> documents) {
    List<String> fields = new ArrayList<>();
    List<StoredPart> parts = new ArrayList<>();
    for (StoredDocument document : documents) {
      fields.add(document.documentId());
      fields.add(document.textId());
      parts.add(new StoredPart(document.documentId(), document.textId()));
    }
    return new StoredContext(Hashes.of(fields.toArray(new String[0])), parts);
  }

  /** The ids of its documents in reading order. */
  public List<String> documentIds() {
    return parts.stream().map(StoredPart::documentId).toList();
  }

  Context load(Extractions extractions) {
    StringBuilder text = new StringBuilder();
    List<Part> spans = new ArrayList<>();
    for (StoredPart part : parts) {
      if (parts.size() > 1) {
        text.append(boundary(spans.size()));
      }
      int start = text.length();
      text.append(extractions.text(part.textId()));
      spans.add(new Part(part.documentId(), start, text.length()));
    }
    return new Context(contextId, text.toString(), spans);
  }

  private String boundary(int before) {
    return (before == 0 ? "" : "\n\n")
        + "===== Document "
        + (before + 1)
        + " of "
        + parts.size()
        + " =====\n\n";
  }
}
