package org.unabridged.pipeline.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.PageSpan;
import org.unabridged.ingestion.TextQuality;
import org.unabridged.outputs.DocumentRow;

/** What {@code documents} says of a text. */
final class TextFacts {
  private TextFacts() {}

  static DocumentRow.@Nullable TextFacts whole(
      List<PageSpan> pages, @Nullable TextQuality quality) {
    return quality == null ? null : facts(false, pages, quality);
  }

  static DocumentRow.TextFacts partial(List<PageSpan> pages, TextQuality quality) {
    return facts(true, pages, quality);
  }

  private static DocumentRow.TextFacts facts(
      boolean partial, List<PageSpan> pages, TextQuality quality) {
    return new DocumentRow.TextFacts(
        partial,
        AnswerRows.label(quality.grade()),
        quality.replacementShare(),
        quality.unmappedShare(),
        quality.plausibility(),
        pages.isEmpty() ? null : count(pages, PageSpan.Source.RECOGNISED),
        pages.isEmpty() ? null : count(pages, PageSpan.Source.NONE));
  }

  private static int count(List<PageSpan> pages, PageSpan.Source source) {
    return Math.toIntExact(pages.stream().filter(page -> page.source() == source).count());
  }
}
