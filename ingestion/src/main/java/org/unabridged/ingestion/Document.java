package org.unabridged.ingestion;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A parsed document. Its text is canonical: NFC, lines end with {@code \n}, no line ends with
 * blanks, at most one empty line in a row, none at the start or the end, no control characters but
 * {@code \n} and {@code \t}. A container without a text of its own, such as a ZIP or a mail with
 * attachments only, is a document with an empty text.
 *
 * @param documentId SHA-256 of the document's bytes
 * @param embeddedPath empty for the file itself, else the path inside it
 * @param parentId the document that holds this one; null for the file itself
 * @param mediaType detected media type; null when unknown
 * @param sizeBytes size in bytes
 * @param text the canonical text; every offset refers to it
 * @param pages where pages, slides, sheets or parts stand in the text, in order, apart from each
 *     other; empty when the format has none
 * @param boxes where its words stand on the pages; without any where the format has no such places
 * @param quality how far the text can be trusted; null exactly for an empty text
 * @param languages languages of the text, largest share first; empty only for an empty text
 * @param metadata title, author and the like, as far as the document says; small
 * @param parseTime time to extract the text
 */
public record Document(
    String documentId,
    String embeddedPath,
    @Nullable String parentId,
    @Nullable String mediaType,
    long sizeBytes,
    String text,
    List<PageSpan> pages,
    TextBoxes boxes,
    @Nullable TextQuality quality,
    List<LanguageShare> languages,
    Map<String, String> metadata,
    Duration parseTime)
    implements ParseResult {
  /** Checks the values and copies the collections. */
  public Document {
    Require.sha256("document id", documentId);
    Objects.requireNonNull(embeddedPath, "embedded path");
    Require.notNegative("size in bytes", sizeBytes);
    Require.notNegative("parse time", parseTime);
    pages = List.copyOf(pages);
    languages = List.copyOf(languages);
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    checkPages(pages, text.length());
    Objects.requireNonNull(boxes, "boxes");
    if ((quality == null) != text.isEmpty()) {
      throw new IllegalArgumentException(
          "a text has a quality exactly when it is not empty: " + quality);
    }
  }

  private static void checkPages(List<PageSpan> pages, int length) {
    int previousEnd = 0;
    for (PageSpan page : pages) {
      if (page.start() < previousEnd || page.end() > length) {
        throw new IllegalArgumentException(
            page + " overlaps its neighbour or ends after " + length);
      }
      previousEnd = page.end();
    }
  }
}
