package org.unabridged.outputs;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model says to one question about one document; there is a row for every pair.
 *
 * @param runId the run that wrote the row
 * @param documentId the document
 * @param contextId the context in which it was read; null when it was not read
 * @param questionId the question, kebab case
 * @param questionTitle the question's title
 * @param answerType {@code span}, {@code date}, {@code duration}, {@code money}, {@code party},
 *     {@code yes_no}
 * @param state {@code found}, {@code absent}, {@code conflicting}, {@code not_supported}, {@code
 *     failed}, {@code not_asked}
 * @param value normalised value; null when there is none
 * @param clauseCount number of this answer's rows in {@code clauses}
 * @param confidence from 0 to 1; null when the model gives none
 * @param risk what the question's risk rule says; null without a rule or a finding
 * @param rationale the model's reason; null when it gives none
 * @param unlocatedCount how many quotes could not be found in the text, and so are not in {@code
 *     clauses}
 */
public record AnswerRow(
    String runId,
    String documentId,
    @Nullable String contextId,
    String questionId,
    String questionTitle,
    String answerType,
    String state,
    @Nullable String value,
    int clauseCount,
    @Nullable Double confidence,
    @Nullable String risk,
    @Nullable String rationale,
    int unlocatedCount)
    implements Row {

  /** Checks the invariants. */
  public AnswerRow {
    Require.present("run_id", runId);
    Require.present("document_id", documentId);
    Require.presentIfSet("context_id", contextId);
    Require.present("question_id", questionId);
    Require.present("question_title", questionTitle);
    Require.snakeCase("answer_type", answerType);
    Require.snakeCase("state", state);
    Require.notNegative("clause_count", clauseCount);
    Require.share("confidence", confidence);
    Require.notNegative("unlocated_count", unlocatedCount);
  }

  @Override
  public Table table() {
    return Table.ANSWERS;
  }

  @Override
  public List<@Nullable Object> cells() {
    return Arrays.asList(
        runId,
        documentId,
        contextId,
        questionId,
        questionTitle,
        answerType,
        state,
        value,
        clauseCount,
        confidence,
        risk,
        rationale,
        unlocatedCount);
  }
}
