package org.unabridged.ingestion;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no text of a document, or not all of it.
 *
 * @param documentId SHA-256 of the document's bytes
 * @param embeddedPath empty for the file itself, else the path inside it
 * @param parentId the document that holds this one; null for the file itself
 * @param mediaType detected media type; null when unknown
 * @param sizeBytes size in bytes
 * @param category what kind of failure
 * @param message what happened and what would help; carries no text of the document
 * @param partial what could be read all the same; null when nothing could
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
    @Nullable PartialText partial,
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
    /** The parser did not end within its time limit and was stopped. */
    PARSER_TIMEOUT,
    /** The parser produced nothing for too long and was stopped. */
    PARSER_STALLED,
    /** The parser needed more memory than its process has. */
    PARSER_OUT_OF_MEMORY,
    /** The process that asked has too little memory for the text. */
    TEXT_OUT_OF_MEMORY,
    /** The parser's process ended. */
    PARSER_CRASH,
    /** The file is larger than allowed. */
    SIZE_LIMIT_EXCEEDED,
    /** The file gives more text than allowed. */
    OUTPUT_LIMIT_EXCEEDED,
    /** More documents are embedded in the file than allowed. */
    EMBEDDED_LIMIT_EXCEEDED,
    /** Documents are nested in each other deeper than allowed. */
    DEPTH_LIMIT_EXCEEDED,
    /** More bytes are unpacked from the file than allowed. */
    UNPACKED_LIMIT_EXCEEDED,
    /** The file expands more than allowed, as a decompression bomb does. */
    RATIO_LIMIT_EXCEEDED,
    /** The elements of the document are nested deeper than allowed. */
    NESTING_LIMIT_EXCEEDED,
    /** Well formed, but there is no text in it. */
    NO_TEXT;

    /**
     * Whether the same bytes may succeed when parsed again with the same configuration, because the
     * machine and its load had a part in the failure.
     */
    public boolean retryable() {
      return switch (this) {
        case UNREADABLE,
            PARSER_TIMEOUT,
            PARSER_STALLED,
            PARSER_OUT_OF_MEMORY,
            TEXT_OUT_OF_MEMORY,
            PARSER_CRASH ->
            true;
        case EMPTY_FILE,
            UNSUPPORTED_FORMAT,
            ENCRYPTED,
            CORRUPT,
            SIZE_LIMIT_EXCEEDED,
            OUTPUT_LIMIT_EXCEEDED,
            EMBEDDED_LIMIT_EXCEEDED,
            DEPTH_LIMIT_EXCEEDED,
            UNPACKED_LIMIT_EXCEEDED,
            RATIO_LIMIT_EXCEEDED,
            NESTING_LIMIT_EXCEEDED,
            NO_TEXT ->
            false;
      };
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
