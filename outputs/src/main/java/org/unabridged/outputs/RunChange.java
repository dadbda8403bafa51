package org.unabridged.outputs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.ColumnType;
import org.unabridged.outputs.columns.TableShape;

/**
 * One difference between two runs.
 *
 * @param subject what is different
 * @param kind in which way
 * @param causes what changed underneath; empty when the runs do not say
 * @param uri where the document stands in the later run; where it stood, if it is gone
 * @param uriBefore where it stood in the earlier run; null if it was not there
 * @param documentIdBefore the document in the earlier run; null if it was not there or unreadable
 * @param documentIdAfter the document in the later run; null if it is gone or unreadable
 * @param questionId the question of a clause; null of a document
 * @param before the clause or, of a document, its status in the earlier run; null if there was none
 * @param after the same in the later run
 */
public record RunChange(
    Subject subject,
    Kind kind,
    List<Cause> causes,
    String uri,
    @Nullable String uriBefore,
    @Nullable String documentIdBefore,
    @Nullable String documentIdAfter,
    @Nullable String questionId,
    @Nullable Side before,
    @Nullable Side after) {
  /** What is different. */
  public enum Subject {
    /** A document at a place. */
    DOCUMENT,
    /** A clause of a document. */
    CLAUSE
  }

  /** In which way. */
  public enum Kind {
    /** Only the later run has it. */
    ADDED,
    /** Only the earlier run has it. */
    REMOVED,
    /** Other bytes at the same place, or another status; another wording, value or certainty. */
    CHANGED,
    /** The same bytes at another place; the same words elsewhere in the document. */
    MOVED
  }

  /** What changed underneath. */
  public enum Cause {
    /** The bytes of the document. */
    DOCUMENT,
    /** How it was parsed. */
    PARSER,
    /** What was asked. */
    QUESTIONS,
    /** The model or how it decodes. */
    MODEL,
    /** What the model was told. */
    PROMPT,
    /** The same was asked of the same model, and one of the runs failed or had no room. */
    OUTCOME
  }

  /**
   * One side of a change.
   *
   * @param id the clause; null of a document
   * @param text the quote of the clause; the status of the document, with what failed
   * @param value its normalised value; null when there is none
   * @param start first code point of the clause; null of a document
   * @param page page of the clause; null when there is none
   * @param confidence of the clause; null of a document
   */
  public record Side(
      @Nullable String id,
      String text,
      @Nullable String value,
      @Nullable Integer start,
      @Nullable Integer page,
      @Nullable Double confidence) {
    static Side of(ClauseRow clause) {
      return new Side(
          clause.clauseId(),
          clause.quote(),
          clause.value(),
          clause.start(),
          clause.pageFirst(),
          clause.confidence());
    }

    static Side of(DocumentRow document) {
      String failure = document.failureCategory();
      String status = document.status().spelling();
      return new Side(
          null, failure == null ? status : status + ": " + failure, null, null, null, null);
    }
  }

  /** Copies the list. */
  public RunChange {
    causes = List.copyOf(causes);
  }

  /** The table of changes that {@link RunDiff#write} makes. */
  static TableShape shape() {
    return new TableShape(
        "changes",
        "One row per difference between two runs.",
        List.of(
            text("subject", "document or clause.").repeating(),
            text("kind", "added, removed, changed or moved.").repeating(),
            Column.strings(
                "causes",
                "What changed underneath: document, parser, questions, model, prompt, outcome."),
            text("uri", "Where the document stands, or stood if it is gone."),
            text("uri_before", "Where it stood in the earlier run; null if it was not there.")
                .orNull(),
            text("document_id_before", "The document in the earlier run.").orNull(),
            text("document_id", "The document in the later run.").orNull(),
            text("question_id", "The question of a clause; null of a document.")
                .orNull()
                .repeating(),
            text("clause_id_before", "The clause in the earlier run.").orNull(),
            text("clause_id", "The clause in the later run.").orNull(),
            text("before", "Quote of the clause, or status of the document, in the earlier run.")
                .orNull(),
            text("after", "The same in the later run.").orNull(),
            text("value_before", "Normalised value of the clause in the earlier run.").orNull(),
            text("value", "The same in the later run.").orNull(),
            number("start_before", "First code point of the clause in the earlier run."),
            number("start", "The same in the later run."),
            number("page_before", "Page of the clause in the earlier run."),
            number("page", "The same in the later run."),
            share("confidence_before", "Confidence of the clause in the earlier run."),
            share("confidence", "The same in the later run.")));
  }

  /** The row of this change. */
  List<@Nullable Object> cells() {
    Side then = before;
    Side now = after;
    return Arrays.asList(
        label(subject),
        label(kind),
        causes.stream().map(RunChange::label).toList(),
        uri,
        uriBefore,
        documentIdBefore,
        documentIdAfter,
        questionId,
        then == null ? null : then.id(),
        now == null ? null : now.id(),
        then == null ? null : then.text(),
        now == null ? null : now.text(),
        then == null ? null : then.value(),
        now == null ? null : now.value(),
        then == null ? null : then.start(),
        now == null ? null : now.start(),
        then == null ? null : then.page(),
        now == null ? null : now.page(),
        then == null ? null : then.confidence(),
        now == null ? null : now.confidence());
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Column text(String name, String comment) {
    return Column.of(name, ColumnType.STRING, comment);
  }

  private static Column number(String name, String comment) {
    return Column.of(name, ColumnType.INT32, comment).orNull();
  }

  private static Column share(String name, String comment) {
    return Column.of(name, ColumnType.FLOAT64, comment).orNull();
  }
}
