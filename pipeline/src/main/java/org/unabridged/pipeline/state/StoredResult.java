package org.unabridged.pipeline.state;

import org.jspecify.annotations.Nullable;

/** One document of a parsed file as the store keeps it, or why there is none. */
public sealed interface StoredResult permits StoredDocument, StoredFailure {
  /** SHA-256 of the document's bytes. */
  String documentId();

  /** Empty for the file itself, else the path inside it. */
  String embeddedPath();

  /** The document that holds this one; null for the file itself. */
  @Nullable String parentId();
}
