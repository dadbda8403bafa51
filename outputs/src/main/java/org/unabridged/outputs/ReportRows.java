package org.unabridged.outputs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.report.ReportContent;
import org.unabridged.outputs.report.ReportIndex;
import org.unabridged.outputs.report.ReportIndex.Cell;
import org.unabridged.outputs.report.ReportIndex.Question;
import org.unabridged.outputs.report.ReportIndex.Reading;

/**
 * All rows of a run except the texts, in the form of the report; the texts are left out because
 * they may not fit in memory together. Filled once, by one thread.
 */
final class ReportRows {
  private static final int BINS = 10;

  private final List<DocumentRow> documents = new ArrayList<>();
  private final Map<String, Integer> questionNumbers = new LinkedHashMap<>();
  private final List<Question> questions = new ArrayList<>();
  private final Map<String, Integer> contentNumbers = new LinkedHashMap<>();
  private final List<ContentRows> contents = new ArrayList<>();
  private final Map<String, List<String>> contexts = new HashMap<>();
  private final Map<String, Reading> readings = new HashMap<>();
  private final Integer[] confidences = new Integer[BINS];
  private @Nullable Double cost;

  /** The rows about one content. */
  private static final class ContentRows {
    final Map<Integer, AnswerRow> answers = new LinkedHashMap<>();
    final List<ReportContent.Clause> clauses = new ArrayList<>();
    final Map<String, Integer> clauseNumbers = new HashMap<>();
    final List<SummaryRow> summaries = new ArrayList<>();
  }

  private ReportRows() {
    Arrays.fill(confidences, 0);
  }

  static ReportRows read(Path run) {
    ReportRows rows = new ReportRows();
    TableReader.read(run, Table.DOCUMENTS, row -> rows.documents.add((DocumentRow) row));
    TableReader.read(run, Table.CONTEXTS, row -> rows.add((ContextRow) row));
    TableReader.read(run, Table.ANSWERS, row -> rows.add((AnswerRow) row));
    TableReader.read(run, Table.CLAUSES, row -> rows.add((ClauseRow) row));
    TableReader.read(run, Table.SUMMARIES, row -> rows.add((SummaryRow) row));
    return rows;
  }

  private void add(ContextRow row) {
    contexts.put(row.contextId(), row.documentIds());
    Reading reading =
        new Reading(
            row.model(),
            row.tokensSent(),
            row.tokensSeen(),
            row.coverageOk(),
            row.documentIds().size());
    row.documentIds().forEach(id -> readings.put(id, reading));
    if (row.cost() != null) {
      cost = (cost == null ? 0 : cost) + row.cost();
    }
  }

  private void add(AnswerRow row) {
    int question = question(row.questionId(), row.questionTitle(), row.answerType());
    content(row.documentId()).answers.put(question, row);
  }

  private void add(ClauseRow row) {
    ContentRows content = content(row.documentId());
    content.clauseNumbers.put(row.clauseId(), content.clauses.size());
    content.clauses.add(
        new ReportContent.Clause(
            question(row.questionId(), row.questionId(), "span"),
            row.startUtf16(),
            row.endUtf16(),
            row.pageFirst(),
            row.pageLast(),
            row.confidence(),
            row.matchTier(),
            row.value(),
            row.boxes().isEmpty() ? null : row.boxes().stream().map(ReportRows::box).toList()));
    confidences[Math.min(BINS - 1, (int) (row.confidence() * BINS))]++;
  }

  /** Whole points: a reader looks for the place with bare eyes. */
  private static ReportContent.Box box(ClauseRow.Box box) {
    return new ReportContent.Box(
        box.page(),
        Math.round(box.left()),
        Math.round(box.top()),
        Math.round(box.right()),
        Math.round(box.bottom()));
  }

  private void add(SummaryRow row) {
    List<String> about =
        row.documentId() == null
            ? contexts.getOrDefault(row.contextId(), List.of())
            : List.of(row.documentId());
    about.forEach(id -> content(id).summaries.add(row));
  }

  private int question(String id, String title, String type) {
    return questionNumbers.computeIfAbsent(
        id,
        unknown -> {
          questions.add(new Question(id, title, type));
          return questions.size() - 1;
        });
  }

  private ContentRows content(String documentId) {
    return contents.get(contentNumber(documentId));
  }

  /** The number of a content; one of which there is no answer gets one too. */
  private int contentNumber(String documentId) {
    return contentNumbers.computeIfAbsent(
        documentId,
        unknown -> {
          contents.add(new ContentRows());
          return contents.size() - 1;
        });
  }

  List<DocumentRow> documents() {
    return documents;
  }

  List<Question> questions() {
    return questions;
  }

  List<Integer> confidences() {
    return Arrays.asList(confidences);
  }

  @Nullable Double cost() {
    return cost;
  }

  /** The number of a content; null when there is nothing about it. */
  @Nullable Integer numberOf(@Nullable String documentId) {
    return documentId == null ? null : contentNumbers.get(documentId);
  }

  /** The answer to a question about a document; null when there is none. */
  @Nullable AnswerRow answer(@Nullable String documentId, String questionId) {
    Integer content = numberOf(documentId);
    Integer question = questionNumbers.get(questionId);
    return content == null || question == null ? null : contents.get(content).answers.get(question);
  }

  List<ReportIndex.Content> indexed() {
    return contentNumbers.keySet().stream().map(this::indexed).toList();
  }

  private ReportIndex.Content indexed(String documentId) {
    ContentRows rows = content(documentId);
    StringBuilder states = new StringBuilder();
    List<Cell> cells = new ArrayList<>();
    for (int question = 0; question < questions.size(); question++) {
      int number = question;
      AnswerRow answer = rows.answers.get(question);
      states.append(
          ReportIndex.Content.STATES.indexOf(answer == null ? "not_asked" : answer.state()));
      boolean hasClauses = rows.clauses.stream().anyMatch(clause -> clause.question() == number);
      if (answer != null && (hasClauses || says(answer))) {
        cells.add(cell(question, answer));
      }
    }
    return new ReportIndex.Content(states.toString(), cells, readings.get(documentId));
  }

  private static Cell cell(int question, AnswerRow answer) {
    return new Cell(
        question,
        answer.value(),
        answer.risk(),
        answer.rationale(),
        answer.unlocatedCount() == 0 ? null : answer.unlocatedCount());
  }

  private static boolean says(AnswerRow answer) {
    return answer.state().equals("found")
        || answer.state().equals("conflicting")
        || answer.risk() != null
        || answer.unlocatedCount() > 0;
  }

  /** A text with all that was found in it. */
  ReportContent content(TextRow text) {
    ContentRows rows = content(text.documentId());
    return new ReportContent(
        text.text(),
        text.pages().stream()
            .map(
                page ->
                    new ReportContent.Page(
                        page.kind(),
                        page.number(),
                        page.label(),
                        page.startUtf16(),
                        page.endUtf16()))
            .toList(),
        rows.clauses,
        rows.summaries.stream().map(this::summary).toList());
  }

  private ReportContent.Summary summary(SummaryRow row) {
    return new ReportContent.Summary(
        row.method(), row.language(), row.sentences().stream().map(this::sentence).toList());
  }

  private ReportContent.Sentence sentence(SummaryRow.Sentence sentence) {
    return new ReportContent.Sentence(
        sentence.text(),
        sentence.support().stream().map(this::receipt).filter(Objects::nonNull).toList());
  }

  private ReportContent.@Nullable Receipt receipt(SummaryRow.Support support) {
    Integer content = numberOf(support.documentId());
    if (content == null) {
      return null;
    }
    Integer clause = contents.get(content).clauseNumbers.get(support.clauseId());
    Integer question = questionNumbers.get(support.questionId());
    return clause == null || question == null
        ? null
        : new ReportContent.Receipt(content, clause, question);
  }
}
