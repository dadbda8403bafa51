package org.unabridged.pipeline.rows;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Answer;
import org.unabridged.inference.Clause;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.Question;
import org.unabridged.inference.Summary;
import org.unabridged.ingestion.Box;
import org.unabridged.ingestion.TextBoxes;
import org.unabridged.outputs.ClauseRow;
import org.unabridged.outputs.Row;
import org.unabridged.outputs.TextRow;
import org.unabridged.pipeline.state.StoredDocument;

/** Rows of one document's content: its text, its answers and their clauses, its summaries. */
final class ContentRows {
  private final RunFacts facts;
  private final StoredDocument document;
  private final String text;
  private final CodePoints codePoints;
  private final Pages pages;
  private final TextBoxes boxes;

  ContentRows(RunFacts facts, StoredDocument document, String text, TextBoxes boxes) {
    this.facts = facts;
    this.document = document;
    this.text = text;
    this.codePoints = new CodePoints(text);
    this.pages = new Pages(document.pages());
    this.boxes = boxes;
  }

  TextRow text() {
    return TextRows.whole(facts, document.documentId(), text, document.pages(), codePoints);
  }

  /** Answers and clauses; a document without an outcome was not asked. */
  void answers(@Nullable InferenceOutcome outcome, Consumer<Row> sink) {
    if (outcome == null) {
      AnswerRows.notAsked(facts, document.documentId(), sink);
    } else if (outcome instanceof InferenceFailure failure) {
      AnswerRows.failed(facts, document.documentId(), failure.contextId(), failure.message(), sink);
    } else if (outcome instanceof PredictionResult result) {
      answered(result, sink);
    }
  }

  void summaries(@Nullable InferenceOutcome outcome, Consumer<Row> sink) {
    if (outcome instanceof PredictionResult result) {
      for (Summary summary : result.summaries()) {
        if (document.documentId().equals(summary.documentId())) {
          sink.accept(
              SummaryRows.row(facts, result.contextId(), summary, documentId -> codePoints));
        }
      }
    }
  }

  private void answered(PredictionResult result, Consumer<Row> sink) {
    for (Answer answer : result.answers()) {
      if (answer.documentId().equals(document.documentId())) {
        sink.accept(AnswerRows.row(facts, result.contextId(), question(answer), answer));
        for (Clause clause : answer.clauses()) {
          sink.accept(clause(result.contextId(), clause));
        }
      }
    }
  }

  private Question question(Answer answer) {
    Question question = facts.questions().find(answer.questionId());
    if (question == null) {
      throw new IllegalStateException(
          "an answer to " + answer.questionId() + ", which was not asked");
    }
    return question;
  }

  private ClauseRow clause(String contextId, Clause clause) {
    requireQuote(clause);
    return new ClauseRow(
        facts.runId(),
        ClauseIds.of(clause.documentId(), clause.questionId(), clause.start(), clause.end()),
        clause.documentId(),
        contextId,
        clause.questionId(),
        clause.quote(),
        clause.value(),
        codePoints.at(clause.start()),
        codePoints.at(clause.end()),
        clause.start(),
        clause.end(),
        pages.at(clause.start()),
        pages.at(Math.max(clause.start(), clause.end() - 1)),
        clause.confidence(),
        AnswerRows.label(clause.matchTier()),
        boxes.of(clause.start(), clause.end()).stream().map(ContentRows::box).toList());
  }

  private static ClauseRow.Box box(Box box) {
    return new ClauseRow.Box(box.page(), box.left(), box.top(), box.right(), box.bottom());
  }

  /**
   * INVARIANT: text[start:end] == quote. A violation is a bug in a model handler, never a property
   * of a document.
   */
  private void requireQuote(Clause clause) {
    int length = clause.end() - clause.start();
    if (clause.end() > text.length()
        || !text.regionMatches(clause.start(), clause.quote(), 0, length)) {
      throw new IllegalStateException(
          "the quote of a "
              + clause.questionId()
              + " clause is not what stands at "
              + clause.start()
              + " to "
              + clause.end()
              + " of document "
              + clause.documentId());
    }
  }
}
