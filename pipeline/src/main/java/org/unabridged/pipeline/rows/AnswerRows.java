package org.unabridged.pipeline.rows;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Question;
import org.unabridged.outputs.AnswerRow;
import org.unabridged.outputs.Row;

/** Rows of {@code answers}: one for every document and question, whatever happened. */
final class AnswerRows {
  private AnswerRows() {}

  /** A document that failed has an answer to every question: that it failed. */
  static void failed(
      RunFacts facts,
      String documentId,
      @Nullable String contextId,
      String message,
      Consumer<Row> sink) {
    without(facts, documentId, contextId, AnswerState.FAILED, message, sink);
  }

  static void notAsked(RunFacts facts, String documentId, Consumer<Row> sink) {
    without(
        facts,
        documentId,
        null,
        AnswerState.NOT_ASKED,
        "The document has no text of its own; see the documents inside it.",
        sink);
  }

  static AnswerRow row(
      RunFacts facts, @Nullable String contextId, Question question, Answer answer) {
    return new AnswerRow(
        facts.runId(),
        answer.documentId(),
        contextId,
        question.id(),
        question.title(),
        label(question.answerType()),
        label(answer.state()),
        answer.value(),
        answer.clauses().size(),
        answer.confidence(),
        answer.risk(),
        answer.rationale(),
        answer.unlocated());
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void without(
      RunFacts facts,
      String documentId,
      @Nullable String contextId,
      AnswerState state,
      String rationale,
      Consumer<Row> sink) {
    for (Question question : facts.questions().questions()) {
      Answer answer = Answer.without(documentId, question.id(), state, rationale);
      sink.accept(row(facts, contextId, question, answer));
    }
  }
}
