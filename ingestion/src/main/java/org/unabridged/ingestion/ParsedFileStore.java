package org.unabridged.ingestion;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Keeps parsed files, so that text need not travel through a pipeline. Safe for many threads. */
public interface ParsedFileStore extends Serializable {
  /**
   * What was saved for these bytes, or null. What holds a {@linkplain ParsedFile#retryable()
   * retryable} failure of an earlier run is not found.
   *
   * @param fileId SHA-256 of the file's bytes
   */
  @Nullable ParsedFile find(String fileId);

  /**
   * Whether {@link #find} would find these bytes. A store that can tell without reading texts does
   * so here.
   *
   * @param fileId SHA-256 of the file's bytes
   */
  default boolean contains(String fileId) {
    return find(fileId) != null;
  }

  /** Saves a parsed file under its id; replaces what was there. */
  void save(ParsedFile parsed);
}
