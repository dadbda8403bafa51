package org.unabridged.ingestion;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no text of a document.
 *
 * @param documentId SHA-256 of the document's bytes
 * @param embeddedPath empty for the file itself, else the path inside it
 * @param parentId the document that holds this one; null for the file itself
 * @param mediaType detected media type; null when unknown
 * @param sizeBytes size in bytes
 * @param category what kind of failure
 * @param message what happened and what would help; carries no text of the document
 * @param parseTime time until it failed
 */
public record ParseFailure(
    String documentId,
    String embeddedPath,
    @Nullable String parentId,
    @Nullable String mediaType,
    long sizeBytes,
    Category category,
    String message,
    Duration parseTime)
    implements ParseResult {
  /** What kind of failure. */
  public enum Category {
    /** The file could not be opened or read. */
    UNREADABLE,
    /** The file has no bytes. */
    EMPTY_FILE,
    /** No parser knows this format. */
    UNSUPPORTED_FORMAT,
    /** A password is needed. */
    ENCRYPTED,
    /** The bytes do not follow the format. */
    CORRUPT,
    /** The parser did not end in time and was stopped. */
    PARSER_TIMEOUT,
    /** The parser's process ended or ran out of memory. */
    PARSER_CRASH,
    /** A configured limit on size, nesting or number was reached. */
    LIMIT_EXCEEDED,
    /** Well formed, but there is no text in it. */
    NO_TEXT;

    /**
     * Whether the same bytes may succeed when parsed again with the same configuration, because the
     * machine and its load had a part in the failure.
     */
    public boolean retryable() {
      return this == UNREADABLE || this == PARSER_TIMEOUT || this == PARSER_CRASH;
    }
  }

  /** Checks the values. */
  public ParseFailure {
    Require.sha256("document id", documentId);
    Objects.requireNonNull(embeddedPath, "embedded path");
    Require.notNegative("size in bytes", sizeBytes);
    Require.notBlank("message", message);
    Require.notNegative("parse time", parseTime);
  }
}
