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

/**
 * One document's results for reading on a terminal.
 *
 * @param out where to
 * @param terminal what is known of it
 * @param least clauses of less confidence are counted, not shown
 */
record DocumentView(PrintWriter out, Terminal terminal, double least) {
  /** From here on a clause is more likely right than wrong. */
  static final double LIKELY = 0.5;

  private static final String BOLD = "\u001B[1m";
  private static final String PLAIN = "\u001B[0m";

  /** How much of the text around a clause is shown, in UTF-16 units on either side. */
  private static final int CONTEXT = 70;

  /**
   * Stand for the ends of what is highlighted until the lines are broken; no text contains them.
   */
  private static final char START = '\u0001';

  private static final char END = '\u0002';

  /**
   * Prints it all.
   *
   * @param text the document's text; empty when there is none
   */
  void print(
      DocumentRow document,
      List<AnswerRow> answers,
      List<ClauseRow> clauses,
      List<SummaryRow> summaries,
      String text) {
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
        answer(answer, own, text);
      }
    }
    for (String state : List.of("absent", "not_supported", "failed", "not_asked")) {
      others(state, answers, clauses);
    }
  }

  void head(DocumentRow document) {
    heading(document.title() == null ? document.name() : document.title(), "");
    out.println(Terminal.printable(document.uri()));
    List<String> facts = new ArrayList<>();
    add(facts, document.mediaType(), "");
    add(facts, document.pages(), " pages");
    add(facts, document.language(), "");
    add(
        facts,
        document.tokens() == null ? null : ProgressDisplay.grouped(document.tokens()),
        " tokens");
    wrapped("", String.join(", ", facts));
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

  private void answer(AnswerRow answer, List<ClauseRow> clauses, String text) {
    out.println();
    String value = answer.value() == null ? "" : ": " + answer.value();
    String state = answer.state().equals("found") ? "" : " (" + answer.state() + ")";
    heading(answer.questionTitle(), state + value);
    if (answer.risk() != null) {
      wrapped("  ", "Risk: " + answer.risk());
    }
    List<ClauseRow> shown =
        clauses.stream().filter(clause -> clause.confidence() >= least).toList();
    for (ClauseRow clause : shown) {
      wrapped("  ", place(clause), clause.startUtf16(), clause.endUtf16(), text, clause.quote());
    }
    if (shown.size() < clauses.size()) {
      out.println("  " + (clauses.size() - shown.size()) + " less certain: --all");
    }
  }

  /** A clause between the words before and after it, on lines of their own after its place. */
  private void wrapped(String indent, String place, int start, int end, String text, String quote) {
    String before = "";
    String after = "";
    if (end <= text.length()) {
      before = before(text, start);
      after = after(text, end);
    }
    String whole =
        Terminal.printable(before)
            + START
            + "\u201C"
            + Terminal.printable(quote)
            + "\u201D"
            + END
            + Terminal.printable(after);
    out.println(indent + place);
    String inner = indent + "  ";
    boolean highlighted = false;
    for (String line : Wrap.lines(whole, terminal.columns() - inner.length())) {
      out.println(inner + highlight(line, highlighted));
      highlighted =
          line.lastIndexOf(START) >= 0
              ? line.indexOf(END) < 0
              : highlighted && line.indexOf(END) < 0;
    }
  }

  /** The words before an offset, no further than the paragraph. */
  private static String before(String text, int start) {
    int from = Math.max(0, start - CONTEXT);
    int paragraph = text.lastIndexOf("\n\n", start);
    if (paragraph >= from) {
      return text.substring(paragraph + 2 > start ? start : paragraph + 2, start);
    }
    int blank = from == 0 ? 0 : text.indexOf(' ', from) + 1;
    return from == 0
        ? text.substring(0, start)
        : "\u2026 " + text.substring(blank > 0 && blank <= start ? blank : start, start);
  }

  /** The words after an offset, no further than the paragraph. */
  private static String after(String text, int end) {
    int to = Math.min(text.length(), end + CONTEXT);
    int paragraph = text.indexOf("\n\n", end);
    if (paragraph >= 0 && paragraph <= to) {
      return text.substring(end, paragraph);
    }
    int blank = to == text.length() ? to : text.lastIndexOf(' ', to);
    return to == text.length()
        ? text.substring(end)
        : text.substring(end, Math.max(end, blank)) + " \u2026";
  }

  private String highlight(String line, boolean highlighted) {
    boolean coloured = terminal.stdout() == Terminal.Kind.TERMINAL;
    String shown =
        line.replace(String.valueOf(START), coloured ? BOLD : "")
            .replace(String.valueOf(END), coloured ? PLAIN : "");
    return coloured && (highlighted || line.indexOf(START) >= 0)
        ? (highlighted ? BOLD : "") + shown + PLAIN
        : shown;
  }

  static String place(ClauseRow clause) {
    String confidence = String.format(Locale.ROOT, "%.2f", clause.confidence());
    if (clause.pageFirst() == null) {
      return confidence + ":";
    }
    String pages =
        clause.pageFirst().equals(clause.pageLast())
            ? "p. " + clause.pageFirst()
            : "p. " + clause.pageFirst() + "-" + clause.pageLast();
    return pages + ", " + confidence + ":";
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
    List<String> lines =
        Wrap.lines(Terminal.printable(text), terminal.columns() - hanging.length());
    for (int i = 0; i < lines.size(); i++) {
      out.println((i == 0 ? indent : hanging) + lines.get(i));
    }
  }

  /** A name in bold, and what follows it. */
  void heading(String name, String rest) {
    List<String> lines =
        Wrap.lines(Terminal.printable(name) + START + Terminal.printable(rest), terminal.columns());
    boolean bold = true;
    for (String line : lines) {
      int end = line.indexOf(START);
      String first = end < 0 ? (bold ? line : "") : line.substring(0, end);
      String second = end < 0 ? (bold ? "" : line) : line.substring(end + 1);
      out.println((first.isEmpty() ? "" : bold(first)) + second);
      bold = bold && end < 0;
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
