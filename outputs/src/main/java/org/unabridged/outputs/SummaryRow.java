package org.unabridged.outputs;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A summary whose every sentence says which spans support it.
 *
 * @param runId the run that wrote the row
 * @param summaryId stable across runs
 * @param documentId the document; null for a summary of a whole context
 * @param contextId the context in which it was read
 * @param language language of the summary, BCP-47
 * @param method how it was made, lower-case snake, such as {@code extractive}
 * @param text the sentences as one text
 * @param sentences the sentences in order
 */
public record SummaryRow(
    String runId,
    String summaryId,
    @Nullable String documentId,
    String contextId,
    String language,
    String method,
    String text,
    List<Sentence> sentences)
    implements Row {

  /**
   * One sentence.
   *
   * @param text the sentence
   * @param support the spans that it rests on; empty when it rests on none
   */
  public record Sentence(String text, List<Support> support) {

    /** Copies the list. */
    public Sentence {
      support = List.copyOf(support);
    }

    List<@Nullable Object> cells() {
      return Arrays.asList(text, support.stream().map(Support::cells).toList());
    }
  }

  /**
   * A span of a document's text. Offsets are half-open and in code points.
   *
   * @param documentId the document
   * @param questionId the question that the span answers; null if it is no clause
   * @param clauseId the span's row in {@code clauses}; null if it is no clause
   * @param start first code point
   * @param end code point after the last
   */
  public record Support(
      String documentId,
      @Nullable String questionId,
      @Nullable String clauseId,
      int start,
      int end) {

    /** Checks the invariants. */
    public Support {
      Require.present("support.document_id", documentId);
      Require.presentIfSet("support.question_id", questionId);
      Require.presentIfSet("support.clause_id", clauseId);
      Require.range("support", start, end);
    }

    List<@Nullable Object> cells() {
      return Arrays.asList(documentId, questionId, clauseId, start, end);
    }
  }

  /** Checks the invariants. */
  public SummaryRow {
    Require.present("run_id", runId);
    Require.present("summary_id", summaryId);
    Require.presentIfSet("document_id", documentId);
    Require.present("context_id", contextId);
    Require.present("language", language);
    Require.snakeCase("method", method);
    sentences = List.copyOf(sentences);
  }

  @Override
  public Table table() {
    return Table.SUMMARIES;
  }

  @Override
  public List<@Nullable Object> cells() {
    return Arrays.asList(
        runId,
        summaryId,
        documentId,
        contextId,
        language,
        method,
        text,
        sentences.stream().map(Sentence::cells).toList());
  }
}
