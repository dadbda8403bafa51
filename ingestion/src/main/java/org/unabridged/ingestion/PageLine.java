package org.unabridged.ingestion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a text that stands on pages.
 *
 * @param start first UTF-16 unit
 * @param end UTF-16 unit after the last
 * @param box around its words; null when they have no places
 */
record PageLine(int start, int end, @Nullable Box box) {
  /** The lines that are not empty, in order. */
  static List<PageLine> of(CanonicalText canonical) {
    List<PageLine> lines = new ArrayList<>();
    String text = canonical.text();
    for (int start = 0; start < text.length(); ) {
      int lineEnd = text.indexOf('\n', start);
      int end = lineEnd < 0 ? text.length() : lineEnd;
      if (end > start) {
        lines.add(new PageLine(start, end, box(canonical.boxes(), start, end)));
      }
      start = end + 1;
    }
    return lines;
  }

  private static @Nullable Box box(TextBoxes boxes, int start, int end) {
    int first = boxes.firstAfter(start);
    return first < boxes.words() && boxes.start(first) < end ? boxes.box(first) : null;
  }

  String text(String whole) {
    return whole.substring(start, end).strip();
  }
}
