package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.AnswerRow;
import org.unabridged.outputs.ClauseRow;
import org.unabridged.outputs.DocumentRow;

/** What two runs say differently about one document, for reading on a terminal. */
record DocumentDiff(PrintWriter out, Terminal terminal, RunFolder before, RunFolder after) {
  private static final String RED = "\u001B[31m";
  private static final String GREEN = "\u001B[32m";
  private static final String PLAIN = "\u001B[0m";

  /**
   * Prints the differences.
   *
   * @param document as it is in the later run; the earlier one is asked for the same address
   * @param wanted which questions
   */
  void print(DocumentRow document, Predicate<String> wanted) {
    DocumentView view = new DocumentView(out, terminal, 0);
    view.head(document);
    out.println("since " + before.folder().getFileName());
    DocumentRow old = before.at(document.uri());
    if (old == null) {
      line(GREEN, "+ ", "the document is new");
      return;
    }
    if (!Objects.equals(old.documentId(), document.documentId())) {
      line(RED, "~ ", "the file has other bytes");
    }
    Map<String, AnswerRow> answers = answers(before, old.documentId());
    Map<String, AnswerRow> now = answers(after, document.documentId());
    List<ClauseRow> clauses = clauses(before, old.documentId());
    List<ClauseRow> clausesNow = clauses(after, document.documentId());
    boolean any = false;
    for (AnswerRow answer : now.values()) {
      String id = answer.questionId();
      if (wanted.test(id)) {
        any |= answer(view, answers.get(id), answer, of(id, clauses), of(id, clausesNow));
      }
    }
    if (!any) {
      out.println();
      out.println("No answer changed.");
    }
  }

  private boolean answer(
      DocumentView view,
      @Nullable AnswerRow old,
      AnswerRow now,
      List<ClauseRow> clauses,
      List<ClauseRow> clausesNow) {
    List<ClauseRow> gone = without(clauses, clausesNow);
    List<ClauseRow> added = without(clausesNow, clauses);
    String then = said(old);
    boolean changed = !then.equals(said(now));
    if (!changed && gone.isEmpty() && added.isEmpty()) {
      return false;
    }
    out.println();
    view.heading(now.questionTitle(), changed ? "" : ": " + said(now));
    if (changed) {
      line(RED, "- ", then);
      line(GREEN, "+ ", said(now));
    }
    gone.forEach(clause -> line(RED, "  - ", quoted(clause)));
    added.forEach(clause -> line(GREEN, "  + ", quoted(clause)));
    return true;
  }

  private static Map<String, AnswerRow> answers(RunFolder run, @Nullable String documentId) {
    Map<String, AnswerRow> answers = new LinkedHashMap<>();
    if (documentId != null) {
      run.answers(documentId).forEach(row -> answers.put(row.questionId(), row));
    }
    return answers;
  }

  private static List<ClauseRow> clauses(RunFolder run, @Nullable String documentId) {
    return documentId == null ? List.of() : run.clauses(documentId);
  }

  private static List<ClauseRow> of(String questionId, List<ClauseRow> clauses) {
    return clauses.stream().filter(clause -> clause.questionId().equals(questionId)).toList();
  }

  /** Clauses whose words are not among the others: their places may move with the text. */
  private static List<ClauseRow> without(List<ClauseRow> clauses, List<ClauseRow> others) {
    List<String> quotes = others.stream().map(ClauseRow::quote).toList();
    return clauses.stream().filter(clause -> !quotes.contains(clause.quote())).toList();
  }

  private static String said(@Nullable AnswerRow answer) {
    if (answer == null) {
      return "not asked";
    }
    String state = answer.state().replace('_', ' ');
    return answer.value() == null ? state : state + ": " + answer.value();
  }

  private static String quoted(ClauseRow clause) {
    return DocumentView.place(clause) + " \u201C" + clause.quote() + "\u201D";
  }

  private void line(String colour, String sign, String text) {
    boolean coloured = terminal.stdout() == Terminal.Kind.TERMINAL;
    String indent = sign;
    for (String line : Wrap.lines(Terminal.printable(text), terminal.columns() - sign.length())) {
      out.println(coloured ? colour + indent + line + PLAIN : indent + line);
      indent = " ".repeat(sign.length());
    }
  }
}
