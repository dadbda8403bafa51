package org.unabridged.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.pipeline.rows.FailureCategory;

/**
 * What a run did.
 *
 * @param runId the run
 * @param folder the committed folder
 * @param inputFiles how many files were found
 * @param documents rows in {@code documents}, whether they succeeded or failed
 * @param failures failed documents by category
 * @param failedDocuments each failed document
 * @param clauses rows in {@code clauses} by question, those with most rows first
 * @param summaries rows in {@code summaries}
 * @param notSupported questions that the model cannot answer
 * @param contextsInferred contexts read in this run
 * @param contextsReused contexts whose outcome was already there
 * @param tokens tokens of all contexts
 * @param tokensInferred tokens read in this run
 * @param elapsed wall time from start to commit
 * @param inference wall time from the first to the last inference of this run; zero if there was
 *     none
 * @param noReport why the run has no report for people, and how to get one; null if it has one
 */
public record RunReport(
    String runId,
    Path folder,
    int inputFiles,
    long documents,
    Map<FailureCategory, Long> failures,
    List<FailedDocument> failedDocuments,
    Map<String, Long> clauses,
    long summaries,
    List<String> notSupported,
    long contextsInferred,
    long contextsReused,
    long tokens,
    long tokensInferred,
    Duration elapsed,
    Duration inference,
    @Nullable String noReport) {
  /**
   * A document that could not be answered.
   *
   * @param documentId hash of its bytes; null if they could not be read
   * @param uri where it stands
   * @param category what kind of failure
   * @param message what happened
   */
  public record FailedDocument(
      @Nullable String documentId, String uri, FailureCategory category, String message) {}

  /** How many documents failed. */
  public long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many of them this run had no room for; the next one begins with these. */
  public long left() {
    return failures.getOrDefault(FailureCategory.BUDGET_EXHAUSTED, 0L);
  }

  /** How many clauses were found. */
  public long clauseCount() {
    return clauses.values().stream().mapToLong(Long::longValue).sum();
  }
}
