package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.RunChange;
import org.unabridged.outputs.RunChange.Kind;
import org.unabridged.outputs.RunChange.Side;
import org.unabridged.outputs.RunChange.Subject;

/**
 * Differences between two runs for reading on a terminal.
 *
 * @param all whether to list every difference
 */
record DiffView(PrintWriter out, Terminal terminal, boolean all) {
  /** The rest is in the Parquet file. */
  private static final int FIRST = 20;

  private static final int QUOTE = 160;

  void print(String before, String after, List<RunChange> changes) {
    out.println("From " + before + " to " + after);
    for (Subject subject : Subject.values()) {
      out.printf("%-12s", label(subject) + "s");
      for (Kind kind : Kind.values()) {
        out.printf(
            "  %s %s", ProgressDisplay.grouped(of(subject, kind, changes).size()), label(kind));
      }
      out.println();
    }
    for (Subject subject : Subject.values()) {
      for (Kind kind : Kind.values()) {
        list(subject, kind, of(subject, kind, changes));
      }
    }
  }

  private static List<RunChange> of(Subject subject, Kind kind, List<RunChange> changes) {
    return changes.stream()
        .filter(change -> change.subject() == subject && change.kind() == kind)
        .toList();
  }

  private void list(Subject subject, Kind kind, List<RunChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    out.println();
    String name = label(subject) + "s " + label(kind);
    out.println(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    changes.stream().limit(all ? changes.size() : FIRST).forEach(this::line);
    if (!all && changes.size() > FIRST) {
      out.println("  and " + (changes.size() - FIRST) + " more: see --all and -o");
    }
  }

  private void line(RunChange change) {
    String question = change.questionId() == null ? "" : ", " + change.questionId();
    String causes = change.causes().stream().map(DiffView::label).collect(Collectors.joining(", "));
    wrapped(
        "  ", change.uri() + question + (causes.isEmpty() ? "" : " (because of: " + causes + ")"));
    if (change.kind() == Kind.MOVED && change.uriBefore() != null && question.isEmpty()) {
      wrapped("    ", "was " + change.uriBefore());
    } else {
      side("- ", change.before());
      side("+ ", change.after());
    }
  }

  private void side(String sign, @Nullable Side side) {
    if (side != null) {
      String value = side.value() == null ? "" : " = " + side.value();
      String text = side.text().strip().replaceAll("\\s+", " ");
      String cut =
          text.codePointCount(0, text.length()) <= QUOTE
              ? text
              : text.substring(0, text.offsetByCodePoints(0, QUOTE)) + "…";
      wrapped("    " + sign, cut + value + place(side));
    }
  }

  private static String place(Side side) {
    String page = side.page() == null ? "" : ", p. " + side.page();
    return side.confidence() == null
        ? ""
        : String.format(Locale.ROOT, " (%.2f%s)", side.confidence(), page);
  }

  private void wrapped(String indent, String text) {
    String hanging = " ".repeat(indent.length() + 2);
    List<String> lines = Wrap.lines(text, terminal.columns() - hanging.length());
    for (int i = 0; i < lines.size(); i++) {
      out.println((i == 0 ? indent : hanging) + lines.get(i));
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
