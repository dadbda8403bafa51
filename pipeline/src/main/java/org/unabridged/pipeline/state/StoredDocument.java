package org.unabridged.pipeline.state;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.Document;
import org.unabridged.ingestion.LanguageShare;
import org.unabridged.ingestion.PageSpan;
import org.unabridged.ingestion.TextBoxes;
import org.unabridged.ingestion.TextQuality;

/**
 * A parsed document with its text by reference.
 *
 * @param documentId SHA-256 of the document's bytes
 * @param embeddedPath empty for the file itself, else the path inside it
 * @param parentId the document that holds this one; null for the file itself
 * @param mediaType detected media type; null when unknown
 * @param sizeBytes size in bytes
 * @param textId where the store keeps the text
 * @param textLength its length in UTF-16 units
 * @param characters its length in code points
 * @param readable whether there is anything in the text that a model could read
 * @param pages where pages stand in the text
 * @param boxesId where the store keeps the places of the words; null when there are none
 * @param quality how far the text can be trusted; null for an empty text
 * @param languages languages of the text, largest share first
 * @param metadata title, author and the like
 * @param parseTime time to extract the text
 */
public record StoredDocument(
    String documentId,
    String embeddedPath,
    @Nullable String parentId,
    @Nullable String mediaType,
    long sizeBytes,
    String textId,
    int textLength,
    int characters,
    boolean readable,
    List<PageSpan> pages,
    @Nullable String boxesId,
    @Nullable TextQuality quality,
    List<LanguageShare> languages,
    Map<String, String> metadata,
    Duration parseTime)
    implements StoredResult {
  /** Under which keys the store of texts has something of it. */
  List<String> textKeys() {
    return boxesId == null ? List.of(textId) : List.of(textId, boxesId);
  }

  static StoredDocument of(Document document, String textId, @Nullable String boxesId) {
    String text = document.text();
    return new StoredDocument(
        document.documentId(),
        document.embeddedPath(),
        document.parentId(),
        document.mediaType(),
        document.sizeBytes(),
        textId,
        text.length(),
        text.codePointCount(0, text.length()),
        !text.isBlank(),
        document.pages(),
        boxesId,
        document.quality(),
        document.languages(),
        document.metadata(),
        document.parseTime());
  }

  Document with(String text, TextBoxes boxes) {
    return new Document(
        documentId,
        embeddedPath,
        parentId,
        mediaType,
        sizeBytes,
        text,
        pages,
        boxes,
        quality,
        languages,
        metadata,
        parseTime);
  }
}
