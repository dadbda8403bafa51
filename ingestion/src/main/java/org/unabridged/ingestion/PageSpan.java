package org.unabridged.ingestion;

import org.jspecify.annotations.Nullable;

/**
 * Where a page stands in a document's canonical text.
 *
 * @param kind what the format calls a page
 * @param number its number, from 1, counting those without text too
 * @param label its name, such as a sheet's or a chapter's; null when it has none
 * @param start first UTF-16 unit
 * @param end UTF-16 unit after the last; equal to start for a page without text
 * @param source where its text comes from; null where only text can be
 * @param leftOut running headers, footers and page numbers, which are not in the text; null when
 *     there are none
 */
public record PageSpan(
    Kind kind,
    int number,
    @Nullable String label,
    int start,
    int end,
    @Nullable Source source,
    @Nullable String leftOut) {
  /** What a format calls a page. */
  public enum Kind {
    /** Of a paginated format such as PDF. */
    PAGE,
    /** Of a presentation. */
    SLIDE,
    /** Of a workbook. */
    SHEET,
    /** Of a book (a spine item such as a chapter). */
    PART
  }

  /** Where the text of a page comes from. */
  public enum Source {
    /** It is written in the file. */
    TEXT,
    /** It was recognised in the image of the page (OCR). */
    RECOGNISED,
    /** There is none. */
    NONE
  }

  /** A page of which only its place is known. */
  public PageSpan(Kind kind, int number, @Nullable String label, int start, int end) {
    this(kind, number, label, start, end, null, null);
  }

  /** Checks the values. */
  public PageSpan {
    Require.within("page number", number, 1, Integer.MAX_VALUE);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "span must satisfy 0 <= start <= end: " + start + ", " + end);
    }
  }
}
