package org.unabridged.pipeline.state;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.Context;
import org.unabridged.inference.Part;
import org.unabridged.ingestion.LanguageShare;

/**
 * A context with its texts by reference. Its id follows from the documents, their texts and
 * languages, so it is the same in every run.
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
   * @param characters the text's length in code points
   * @param languages its languages, BCP-47
   */
  public record StoredPart(
      String documentId, String textId, int characters, List<String> languages) {
    /** Copies the list. */
    public StoredPart {
      languages = List.copyOf(languages);
    }

    static StoredPart of(StoredDocument document) {
      return new StoredPart(
          document.documentId(),
          document.textId(),
          document.characters(),
          document.languages().stream().map(LanguageShare::language).toList());
    }
  }

  /** Copies the list. */
  public StoredContext {
    parts = List.copyOf(parts);
  }

  /** The context of these documents, in reading order. */
  public static StoredContext of(List<StoredDocument> documents) {
    List<String> fields = new ArrayList<>();
    List<StoredPart> parts = new ArrayList<>();
    for (StoredDocument document : documents) {
      StoredPart part = StoredPart.of(document);
      fields.add(part.documentId());
      fields.add(part.textId());
      fields.add(String.join(",", part.languages()));
      parts.add(part);
    }
    return new StoredContext(Hashes.of(fields.toArray(new String[0])), parts);
  }

  /** The ids of its documents in reading order. */
  public List<String> documentIds() {
    return parts.stream().map(StoredPart::documentId).toList();
  }

  /** Length in code points of what the model reads. */
  public long characters() {
    long characters = 0;
    for (int i = 0; i < parts.size(); i++) {
      characters += parts.get(i).characters() + (parts.size() > 1 ? boundary(i).length() : 0);
    }
    return characters;
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
      spans.add(new Part(part.documentId(), start, text.length(), part.languages()));
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
