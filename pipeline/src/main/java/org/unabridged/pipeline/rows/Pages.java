package org.unabridged.pipeline.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.PageSpan;

/**
 * Finds the page, slide, sheet or part of an offset. The spans stand in the order of the text and
 * do not overlap.
 */
final class Pages {
  private final List<PageSpan> spans;

  Pages(List<PageSpan> spans) {
    this.spans = spans;
  }

  /** Number of the last span that starts at or before an offset; null when there is none. */
  @Nullable Integer at(int offset) {
    int low = 0;
    int high = spans.size() - 1;
    @Nullable Integer page = null;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).start() <= offset) {
        page = spans.get(middle).number();
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return page;
  }
}
