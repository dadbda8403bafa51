package org.unabridged.pipeline.state;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.PageSpan;
import org.unabridged.ingestion.ParseFailure;
import org.unabridged.ingestion.PartialText;
import org.unabridged.ingestion.TextQuality;

/**
 * Why a document could not be parsed.
 *
 * @param documentId SHA-256 of the document's bytes
 * @param embeddedPath empty for the file itself, else the path inside it
 * @param parentId the document that holds this one; null for the file itself
 * @param mediaType detected media type; null when unknown
 * @param sizeBytes size in bytes
 * @param category what kind of failure
 * @param message what happened and what would help
 * @param partial what could be read all the same; null when nothing could
 * @param parseTime time until it failed
 */
public record StoredFailure(
    String documentId,
    String embeddedPath,
    @Nullable String parentId,
    @Nullable String mediaType,
    long sizeBytes,
    ParseFailure.Category category,
    String message,
    @Nullable Partial partial,
    Duration parseTime)
    implements StoredResult {
  /**
   * The beginning of a text, by reference.
   *
   * @param textId where the store keeps it
   * @param pages where pages stand in it
   * @param quality how far it can be trusted
   */
  public record Partial(String textId, List<PageSpan> pages, TextQuality quality) {
    /** Copies the list. */
    public Partial {
      pages = List.copyOf(pages);
    }
  }

  static StoredFailure of(ParseFailure failure, @Nullable Partial partial) {
    return new StoredFailure(
        failure.documentId(),
        failure.embeddedPath(),
        failure.parentId(),
        failure.mediaType(),
        failure.sizeBytes(),
        failure.category(),
        failure.message(),
        partial,
        failure.parseTime());
  }

  ParseFailure with(@Nullable PartialText text) {
    return new ParseFailure(
        documentId,
        embeddedPath,
        parentId,
        mediaType,
        sizeBytes,
        category,
        message,
        text,
        parseTime);
  }
}
