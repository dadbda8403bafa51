package org.unabridged.outputs;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of one parsed document; every offset of the other tables refers to it.
 *
 * @param runId the run that wrote the row
 * @param documentId the document
 * @param text the text: NFC, lines end with {@code \n}
 * @param characters its length in code points
 * @param partial whether the parser was stopped before the end
 * @param pages where the pages, slides, sheets or parts stand in it, in order; empty where the
 *     format has none
 */
public record TextRow(
    String runId,
    String documentId,
    String text,
    long characters,
    boolean partial,
    List<Page> pages)
    implements Row {

  /** A whole text. */
  public TextRow(String runId, String documentId, String text, long characters, List<Page> pages) {
    this(runId, documentId, text, characters, false, pages);
  }

  /**
   * Where one page, slide, sheet or part stands in the text. Offsets are half-open.
   *
   * @param kind what it is, lower-case snake: {@code page}, {@code slide}, {@code sheet}, {@code
   *     part}
   * @param number its number, from 1
   * @param label its name, such as that of a sheet; null when it has none
   * @param start first code point
   * @param end code point after the last
   * @param startUtf16 first UTF-16 unit
   * @param endUtf16 UTF-16 unit after the last
   * @param source {@code text}, {@code recognised} or {@code none}; null where only text can be
   * @param leftOut running headers and footers that are not in the text; null when there are none
   */
  public record Page(
      String kind,
      int number,
      @Nullable String label,
      int start,
      int end,
      int startUtf16,
      int endUtf16,
      @Nullable String source,
      @Nullable String leftOut) {

    /** A page of which only its place is known. */
    public Page(
        String kind,
        int number,
        @Nullable String label,
        int start,
        int end,
        int startUtf16,
        int endUtf16) {
      this(kind, number, label, start, end, startUtf16, endUtf16, null, null);
    }

    /** Checks the invariants. */
    public Page {
      Require.snakeCase("pages.kind", kind);
      if (source != null) {
        Require.snakeCase("pages.source", source);
      }
      Require.range("pages", start, end);
      Require.range("pages (UTF-16)", startUtf16, endUtf16);
      if (number < 1) {
        throw new IllegalArgumentException("pages.number must be at least 1, but was: " + number);
      }
    }

    List<@Nullable Object> cells() {
      return Arrays.asList(kind, number, label, start, end, startUtf16, endUtf16, source, leftOut);
    }
  }

  /** Checks the invariants. */
  public TextRow {
    Require.present("run_id", runId);
    Require.present("document_id", documentId);
    int codePoints = text.codePointCount(0, text.length());
    if (characters != codePoints) {
      throw new IllegalArgumentException(
          "characters must be the " + codePoints + " code points of text, but was: " + characters);
    }
    for (Page page : pages) {
      if (page.end() > codePoints || page.endUtf16() > text.length()) {
        throw new IllegalArgumentException(
            "pages must end within the "
                + codePoints
                + " code points ("
                + text.length()
                + " UTF-16 units) of text, but one was: "
                + page);
      }
    }
    pages = List.copyOf(pages);
  }

  @Override
  public Table table() {
    return Table.TEXTS;
  }

  @Override
  public List<@Nullable Object> cells() {
    return Arrays.asList(
        runId, documentId, text, characters, partial, pages.stream().map(Page::cells).toList());
  }
}
