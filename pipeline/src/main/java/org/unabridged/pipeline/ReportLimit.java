package org.unabridged.pipeline;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Up to how many documents a run writes its report by itself.
 *
 * @param documents the most
 */
record ReportLimit(long documents) {
  /**
   * A page of more documents is larger than a browser likes and than anyone reads; all their
   * answers would have to be in memory to write it.
   */
  private static final long MOST_REPORTED = 5_000;

  static ReportLimit defaults() {
    return new ReportLimit(MOST_REPORTED);
  }

  /** Why a run of so many documents has no report, and how to get one; null if it has one. */
  @Nullable String leftOut(long count, Path output) {
    return count <= documents
        ? null
        : String.format(
            Locale.ROOT,
            "left out of a run of more than %,d documents; 'unabridged report %s' writes it",
            documents,
            output);
  }
}
