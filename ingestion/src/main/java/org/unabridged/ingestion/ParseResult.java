package org.unabridged.ingestion;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one document: of a file itself, or of something embedded in it. */
public sealed interface ParseResult permits Document, ParseFailure {
  /** SHA-256 of the document's bytes, as lower-case hexadecimal digits. */
  String documentId();

  /**
   * Empty for the file itself, else the path inside it, such as {@code terms.pdf} or {@code
   * inner.zip/terms.pdf}; unique within a file.
   */
  String embeddedPath();

  /** Id of the document that directly holds this one; null for the file itself. */
  @Nullable String parentId();

  /** Detected media type without parameters; null when detection failed. */
  @Nullable String mediaType();

  /** Size of the document's bytes. */
  long sizeBytes();

  /** How long parsing took; for an embedded document its own part where known, else zero. */
  Duration parseTime();
}
