package org.unabridged.pipeline.state;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.ParseFailure;

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
    Duration parseTime)
    implements StoredResult {
  static StoredFailure of(ParseFailure failure) {
    return new StoredFailure(
        failure.documentId(),
        failure.embeddedPath(),
        failure.parentId(),
        failure.mediaType(),
        failure.sizeBytes(),
        failure.category(),
        failure.message(),
        failure.parseTime());
  }

  ParseFailure failure() {
    return new ParseFailure(
        documentId, embeddedPath, parentId, mediaType, sizeBytes, category, message, parseTime);
  }
}
