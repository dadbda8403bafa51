package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.AnswerRow;
import org.unabridged.outputs.ClauseRow;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.SummaryRow;

/** One document's results for reading on a terminal. */
record DocumentView(PrintWriter out, Terminal terminal) {
  private static final String BOLD = "\u001B[1m";
  private static final String PLAIN = "\u001B[0m";

  void print(
      DocumentRow document,
      List<AnswerRow> answers,
      List<ClauseRow> clauses,
      List<SummaryRow> summaries) {
    head(document);
    summaries.forEach(this::summary);
    for (AnswerRow answer : answers) {
      List<ClauseRow> own =
          clauses.stream()
              .filter(clause -> clause.questionId().equals(answer.questionId()))
              .toList();
      if (!own.isEmpty()
          || answer.state().equals("found")
          || answer.state().equals("conflicting")) {
        answer(answer, own);
      }
    }
    for (String state : List.of("absent", "not_supported", "failed", "not_asked")) {
      others(state, answers, clauses);
    }
  }

  private void head(DocumentRow document) {
    out.println(bold(document.title() == null ? document.name() : document.title()));
    out.println(document.uri());
    List<String> facts = new ArrayList<>();
    add(facts, document.mediaType(), "");
    add(facts, document.pages(), " pages");
    add(facts, document.language(), "");
    add(
        facts,
        document.tokens() == null ? null : ProgressDisplay.grouped(document.tokens()),
        " tokens");
    out.println(String.join(", ", facts));
    if (document.failureCategory() != null) {
      wrapped("", "failed: " + document.failureCategory() + ": " + document.failureMessage());
    }
  }

  private void summary(SummaryRow summary) {
    out.println();
    out.println(bold("Abstract") + " (" + summary.method() + ")");
    for (SummaryRow.Sentence sentence : summary.sentences()) {
      wrapped("  ", sentence.text());
    }
  }

  private void answer(AnswerRow answer, List<ClauseRow> clauses) {
    out.println();
    String value = answer.value() == null ? "" : ": " + answer.value();
    String state = answer.state().equals("found") ? "" : " (" + answer.state() + ")";
    out.println(bold(answer.questionTitle()) + state + value);
    if (answer.risk() != null) {
      wrapped("  ", "Risk: " + answer.risk());
    }
    for (ClauseRow clause : clauses) {
      wrapped("  ", place(clause) + "\u201C" + clause.quote() + "\u201D");
    }
  }

  private static String place(ClauseRow clause) {
    String confidence = String.format(Locale.ROOT, "%.2f", clause.confidence());
    if (clause.pageFirst() == null) {
      return confidence + ": ";
    }
    String pages =
        clause.pageFirst().equals(clause.pageLast())
            ? "p. " + clause.pageFirst()
            : "p. " + clause.pageFirst() + "-" + clause.pageLast();
    return pages + ", " + confidence + ": ";
  }

  private void others(String state, List<AnswerRow> answers, List<ClauseRow> clauses) {
    List<String> titles =
        answers.stream()
            .filter(answer -> answer.state().equals(state))
            .filter(
                answer ->
                    clauses.stream().noneMatch(c -> c.questionId().equals(answer.questionId())))
            .map(AnswerRow::questionTitle)
            .toList();
    if (!titles.isEmpty()) {
      out.println();
      String name =
          state.substring(0, 1).toUpperCase(Locale.ROOT) + state.substring(1).replace('_', ' ');
      wrapped("", name + ": " + String.join(", ", titles));
    }
  }

  private void wrapped(String indent, String text) {
    String hanging = indent.isEmpty() ? "  " : indent + "  ";
    List<String> lines = Wrap.lines(text, terminal.columns() - hanging.length());
    for (int i = 0; i < lines.size(); i++) {
      out.println((i == 0 ? indent : hanging) + lines.get(i));
    }
  }

  private String bold(String text) {
    return terminal.stdout() == Terminal.Kind.TERMINAL ? BOLD + text + PLAIN : text;
  }

  private static void add(List<String> facts, @Nullable Object fact, String unit) {
    if (fact != null) {
      facts.add(fact + unit);
    }
  }
}
