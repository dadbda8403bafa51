package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Window;
import org.unabridged.pipeline.PlanReport;
import org.unabridged.pipeline.PlanReport.Outlook;
import org.unabridged.pipeline.ReadingSpeed;
import org.unabridged.pipeline.admission.Explanation;
import org.unabridged.pipeline.admission.Explanation.Decision;

/** What {@code plan} says. */
record PlanView(PlanReport plan, PrintWriter out) {
  private static final int BAR = 30;

  void print(boolean explained) {
    if (explained) {
      plan.files().forEach(this::line);
      out.println();
    }
    files();
    row("Contexts", grouped(plan.contexts().size()) + " to read");
    row("  read before", grouped(plan.contextsReused()));
    windows();
    lengths();
    outlook(plan.outlook());
  }

  private void line(Explanation file) {
    out.printf(
        "%-9s %s: %s%n", label(file.decision()), Terminal.printable(file.uri()), file.reason());
  }

  private void files() {
    row("Files", grouped(plan.files().size()));
    for (Decision decision : Decision.values()) {
      Map<String, Long> reasons = new TreeMap<>();
      plan.files().stream()
          .filter(file -> file.decision() == decision)
          .forEach(file -> reasons.merge(file.reason(), 1L, Long::sum));
      reasons.forEach(
          (reason, count) -> row("  " + label(decision), grouped(count) + "  (" + reason + ")"));
    }
    plan.failures()
        .forEach(
            (category, count) ->
                row("  cannot be parsed", grouped(count) + "  (" + category.label() + ")"));
  }

  /** As the work that is still to be done. */
  private static String label(Decision decision) {
    return switch (decision) {
      case KEPT -> "kept";
      case INFERRED -> "infer";
      case PARSED -> "parse";
      case LEFT -> "left";
    };
  }

  private void windows() {
    for (Window window : plan.windows()) {
      row(
          "  in the " + window.name() + " window",
          grouped(plan.taking(window)) + "  (" + grouped(window.tokens()) + " tokens)");
    }
    if (plan.refused() > 0) {
      row("  refused", grouped(plan.refused()) + "  (longer than any window)");
      plan.contexts().stream()
          .filter(context -> context.window() == null)
          .forEach(
              context ->
                  row(
                      "",
                      grouped(context.forecast().longest())
                          + " tokens: "
                          + Terminal.printable(context.uri())));
    }
  }

  private void lengths() {
    List<PlanHistogram.Bar> bars = PlanHistogram.of(plan.contexts());
    long most = bars.stream().mapToLong(PlanHistogram.Bar::contexts).max().orElse(0);
    if (most > 0) {
      out.println("Lengths" + (plan.isEstimated() ? ", estimated, not below" : ""));
    }
    for (PlanHistogram.Bar bar : bars) {
      int width = (int) Math.ceil((double) BAR * bar.contexts() / most);
      row(
          "  up to " + grouped(bar.upTo()),
          "%-6s %s".formatted(grouped(bar.contexts()), "#".repeat(width)).stripTrailing());
    }
  }

  private void outlook(Outlook outlook) {
    row("A run would read", grouped(outlook.contexts()) + " contexts");
    left("  left by --max-documents", outlook.leftByCount(), " files");
    left("  left by --deadline", outlook.leftByDeadline(), " contexts");
    left("  left by limits on cost", outlook.leftByCost(), " contexts");
    row("Tokens", grouped(outlook.tokensSent()));
    cost(outlook);
    row("Time", time(outlook));
    row(
        "Parsed now",
        String.format(Locale.ROOT, "in %.1f s, not again", plan.parsing().toMillis() / 1e3));
  }

  private void left(String name, long count, String what) {
    if (count > 0) {
      row(name, grouped(count) + what);
    }
  }

  private void cost(Outlook outlook) {
    if (outlook.mostCost() != null) {
      row("Cost", "at most " + money(outlook.mostCost()));
    }
    if (outlook.expectedCost() != null) {
      row("  as the last run", money(outlook.expectedCost()));
    }
  }

  private String time(Outlook outlook) {
    ReadingSpeed speed = plan.speed();
    if (speed == null || outlook.time() == null) {
      return plan.contexts().isEmpty()
          ? "none for the model"
          : "unknown: no run with this model is in the output folder; measure with --calibrate";
    }
    return ProgressEstimate.duration(outlook.time().toMillis() / 1e3)
        + "  ("
        + grouped(Math.round(speed.tokensPerSecond()))
        + " tokens/s, "
        + switch (speed.source()) {
          case MEASURED -> "measured now over ";
          case RECORDED -> "as in the last run over ";
        }
        + grouped(speed.contexts())
        + " contexts)";
  }

  private static String money(@Nullable Double amount) {
    return String.format(Locale.ROOT, "%,.2f", amount);
  }

  private void row(String name, String value) {
    out.printf("%-26s %s%n", name, value);
  }

  private static String grouped(long number) {
    return ProgressDisplay.grouped(number);
  }
}
