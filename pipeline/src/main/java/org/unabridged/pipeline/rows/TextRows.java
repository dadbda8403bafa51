package org.unabridged.pipeline.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.PageSpan;
import org.unabridged.outputs.TextRow;
import org.unabridged.pipeline.state.StoredFailure;

/** Rows of {@code texts}. */
final class TextRows {
  private TextRows() {}

  static TextRow whole(
      RunFacts facts, String documentId, String text, List<PageSpan> pages, CodePoints codePoints) {
    return new TextRow(
        facts.runId(), documentId, text, codePoints.length(), false, pages(pages, codePoints));
  }

  static TextRow partial(
      RunFacts facts, String documentId, StoredFailure.Partial partial, String text) {
    CodePoints codePoints = new CodePoints(text);
    return new TextRow(
        facts.runId(),
        documentId,
        text,
        codePoints.length(),
        true,
        pages(partial.pages(), codePoints));
  }

  private static List<TextRow.Page> pages(List<PageSpan> spans, CodePoints codePoints) {
    return spans.stream().map(span -> page(span, codePoints)).toList();
  }

  private static TextRow.Page page(PageSpan span, CodePoints codePoints) {
    PageSpan.@Nullable Source source = span.source();
    return new TextRow.Page(
        AnswerRows.label(span.kind()),
        span.number(),
        span.label(),
        codePoints.at(span.start()),
        codePoints.at(span.end()),
        span.start(),
        span.end(),
        source == null ? null : AnswerRows.label(source),
        span.leftOut());
  }
}
