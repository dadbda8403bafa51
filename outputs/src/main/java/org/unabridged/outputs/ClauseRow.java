package org.unabridged.outputs;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One extracted span: {@code text[start:end] == quote} in the text of its document. Offsets are
 * half-open.
 *
 * @param runId the run that wrote the row
 * @param clauseId stable across runs
 * @param documentId the document
 * @param contextId the context in which it was read
 * @param questionId the question that it answers
 * @param quote the characters of the document
 * @param value normalised value; null when there is none
 * @param start first code point
 * @param end code point after the last
 * @param startUtf16 first UTF-16 unit
 * @param endUtf16 UTF-16 unit after the last
 * @param pageFirst number of the page of the first character; null where there are no pages
 * @param pageLast number of the page of the last character; null exactly when {@code pageFirst} is
 * @param confidence from 0 to 1
 * @param matchTier how the quote was located: {@code exact}, {@code normalised}, {@code fuzzy}
 * @param boxes where the span stands on the pages, a box for each line; empty where that is unknown
 */
public record ClauseRow(
    String runId,
    String clauseId,
    String documentId,
    String contextId,
    String questionId,
    String quote,
    @Nullable String value,
    int start,
    int end,
    int startUtf16,
    int endUtf16,
    @Nullable Integer pageFirst,
    @Nullable Integer pageLast,
    double confidence,
    String matchTier,
    List<Box> boxes)
    implements Row {

  /**
   * A place on a page as displayed, in points from its left and top edge.
   *
   * @param page number of the page, from 1
   * @param left left edge
   * @param top top edge
   * @param right right edge, not left of {@code left}
   * @param bottom bottom edge, not above {@code top}
   */
  public record Box(int page, double left, double top, double right, double bottom) {

    /** Checks the invariants. */
    public Box {
      if (page < 1 || !(left <= right) || !(top <= bottom)) {
        throw new IllegalArgumentException(
            "a box must satisfy page >= 1, left <= right and top <= bottom, but was: page "
                + page
                + ", "
                + List.of(left, top, right, bottom));
      }
    }

    List<@Nullable Object> cells() {
      return Arrays.asList(page, left, top, right, bottom);
    }
  }

  /** A span whose place on the pages is not known. */
  public ClauseRow(
      String runId,
      String clauseId,
      String documentId,
      String contextId,
      String questionId,
      String quote,
      @Nullable String value,
      int start,
      int end,
      int startUtf16,
      int endUtf16,
      @Nullable Integer pageFirst,
      @Nullable Integer pageLast,
      double confidence,
      String matchTier) {
    this(
        runId,
        clauseId,
        documentId,
        contextId,
        questionId,
        quote,
        value,
        start,
        end,
        startUtf16,
        endUtf16,
        pageFirst,
        pageLast,
        confidence,
        matchTier,
        List.of());
  }

  /** Checks the invariants. */
  public ClauseRow {
    Require.present("run_id", runId);
    Require.present("clause_id", clauseId);
    Require.present("document_id", documentId);
    Require.present("context_id", contextId);
    Require.present("question_id", questionId);
    Require.range("start and end", start, end);
    Require.range("start_utf16 and end_utf16", startUtf16, endUtf16);
    Require.share("confidence", confidence);
    Require.snakeCase("match_tier", matchTier);
    requireLength(
        "start and end", "code points", quote.codePointCount(0, quote.length()), start, end);
    requireLength(
        "start_utf16 and end_utf16", "UTF-16 units", quote.length(), startUtf16, endUtf16);
    requirePages(pageFirst, pageLast);
    boxes = List.copyOf(boxes);
  }

  private static void requireLength(String columns, String unit, int length, int start, int end) {
    if (end - start != length) {
      throw new IllegalArgumentException(
          columns
              + " must span the "
              + length
              + " "
              + unit
              + " of quote, but were: "
              + start
              + " to "
              + end);
    }
  }

  private static void requirePages(@Nullable Integer first, @Nullable Integer last) {
    boolean both = first != null && last != null && first >= 1 && first <= last;
    boolean none = first == null && last == null;
    if (!both && !none) {
      throw new IllegalArgumentException(
          "page_first and page_last must both be absent or satisfy 1 <= first <= last, but were: "
              + first
              + " to "
              + last);
    }
  }

  @Override
  public Table table() {
    return Table.CLAUSES;
  }

  @Override
  public List<@Nullable Object> cells() {
    return Arrays.asList(
        runId,
        clauseId,
        documentId,
        contextId,
        questionId,
        quote,
        value,
        start,
        end,
        startUtf16,
        endUtf16,
        pageFirst,
        pageLast,
        confidence,
        matchTier,
        boxes.isEmpty() ? List.of() : boxes.stream().map(Box::cells).toList());
  }
}
