package org.unabridged.pipeline.cli;

import static org.unabridged.pipeline.cli.ProgressDisplay.grouped;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunReport.FailedDocument;
import org.unabridged.pipeline.rows.FailureCategory;

/** What {@code run} says at its end: the table on stdout, what went wrong on stderr. */
record Summary(PrintWriter out, PrintWriter err) {
  /** The rest is in the tables. */
  private static final int TOP_CLAUSES = 12;

  private static final int MOST_FAILURES = 100;

  /** What went wrong, and what to do about it. */
  void printProblems(RunReport report) {
    warnings(report);
    failures(report);
  }

  /** What was done. */
  void print(RunReport report) {
    row(
        "Documents",
        grouped(report.documents()) + " in " + grouped(report.inputFiles()) + " files");
    row(
        "  failed",
        report.failed() == 0 ? "none" : grouped(report.failed()) + "  " + byCategory(report));
    if (report.left() > 0) {
      row("  of them left over", grouped(report.left()) + "  (the next run begins with them)");
    }
    row("Clauses", grouped(report.clauseCount()));
    clauses(report);
    row("Summaries", grouped(report.summaries()));
    row("Contexts", contexts(report));
    row("Tokens", tokens(report));
    row("Time", seconds(report.elapsed().toMillis() / 1e3));
    row("Results", report.folder().toString());
    if (report.noReport() != null) {
      row("Report", report.noReport());
    }
    out.flush();
  }

  private void row(String name, String value) {
    out.printf("%-26s %s%n", name, value);
  }

  private void clauses(RunReport report) {
    int shown = 0;
    long rest = 0;
    for (Map.Entry<String, Long> entry : report.clauses().entrySet()) {
      if (shown < TOP_CLAUSES) {
        row("  " + entry.getKey(), grouped(entry.getValue()));
        shown++;
      } else {
        rest += entry.getValue();
      }
    }
    if (rest > 0) {
      row("  other types", grouped(rest));
    }
  }

  private static String contexts(RunReport report) {
    String text = grouped(report.contextsInferred()) + " read by the model";
    return report.contextsReused() == 0
        ? text
        : text + ", " + grouped(report.contextsReused()) + " already finished";
  }

  private static String tokens(RunReport report) {
    String tokens = grouped(report.tokens());
    double seconds = report.inference().toMillis() / 1e3;
    return report.tokensInferred() == 0 || seconds == 0
        ? tokens
        : tokens
            + "  ("
            + grouped(Math.round(report.tokensInferred() / seconds))
            + " tokens/s over "
            + seconds(seconds)
            + ")";
  }

  private static String byCategory(RunReport report) {
    StringBuilder text = new StringBuilder();
    report
        .failures()
        .forEach(
            (category, count) ->
                text.append(text.isEmpty() ? "(" : ", ")
                    .append(category.label())
                    .append(' ')
                    .append(grouped(count)));
    return text.append(')').toString();
  }

  private void warnings(RunReport report) {
    if (!report.notSupported().isEmpty()) {
      err.println(
          "Warning: the model cannot answer "
              + String.join(", ", report.notSupported())
              + "; their answers say not_supported. 'unabridged models' lists what it can.");
    }
  }

  private void failures(RunReport report) {
    Map<FailureCategory, List<FailedDocument>> failed = new EnumMap<>(FailureCategory.class);
    report
        .failedDocuments()
        .forEach(each -> failed.computeIfAbsent(each.category(), c -> new ArrayList<>()).add(each));
    List<FailedDocument> left = failed.remove(FailureCategory.BUDGET_EXHAUSTED);
    if (!failed.isEmpty()) {
      err.println("Failed documents:");
      failed.forEach(this::failures);
    }
    if (left != null) {
      err.println("Left for the next run:");
      list("  ", left);
    }
    err.flush();
  }

  private void failures(FailureCategory category, List<FailedDocument> documents) {
    err.println(
        "  "
            + category.label()
            + ": "
            + grouped(documents.size())
            + (documents.size() == 1 ? " document" : " documents")
            + ". What to do: "
            + category.advice());
    list("    ", documents);
  }

  private void list(String indent, List<FailedDocument> documents) {
    documents.stream()
        .limit(MOST_FAILURES)
        .forEach(each -> err.println(indent + each.uri() + ": " + each.message()));
    int more = documents.size() - MOST_FAILURES;
    if (more > 0) {
      err.println(indent + "and " + grouped(more) + " more: see the table 'documents'");
    }
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
