package org.unabridged.pipeline.rows;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Summary;
import org.unabridged.inference.Support;
import org.unabridged.outputs.SummaryRow;
import org.unabridged.pipeline.state.Hashes;

/** Rows of {@code summaries}. */
final class SummaryRows {
  private SummaryRows() {}

  /**
   * The row of one summary.
   *
   * @param codePoints the offsets of a document of the context
   */
  static SummaryRow row(
      RunFacts facts, String contextId, Summary summary, Function<String, CodePoints> codePoints) {
    String documentId = summary.documentId();
    return new SummaryRow(
        facts.runId(),
        Hashes.of(
            contextId, documentId == null ? "" : documentId, summary.language(), summary.method()),
        documentId,
        contextId,
        summary.language(),
        summary.method(),
        summary.text(),
        summary.sentences().stream().map(sentence -> sentence(sentence, codePoints)).toList());
  }

  private static SummaryRow.Sentence sentence(
      Sentence sentence, Function<String, CodePoints> codePoints) {
    return new SummaryRow.Sentence(
        sentence.text(),
        sentence.support().stream()
            .map(support -> support(support, codePoints.apply(support.documentId())))
            .toList());
  }

  private static SummaryRow.Support support(Support support, CodePoints codePoints) {
    return new SummaryRow.Support(
        support.documentId(),
        support.questionId(),
        clauseId(support),
        codePoints.at(support.start()),
        codePoints.at(support.end()));
  }

  private static @Nullable String clauseId(Support support) {
    return support.questionId() == null
        ? null
        : ClauseIds.of(support.documentId(), support.questionId(), support.start(), support.end());
  }
}
