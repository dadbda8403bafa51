package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunReport.FailedDocument;
import org.unabridged.pipeline.rows.FailureCategory;

class SummaryTest {
  private static String summary(@Nullable String noReport) {
    StringWriter out = new StringWriter();
    new Summary(new PrintWriter(out), new PrintWriter(new StringWriter()))
        .print(report(List.of(), noReport));
    return out.toString();
  }

  private static RunReport report(List<FailedDocument> failed, @Nullable String noReport) {
    return new RunReport(
        "a-run",
        Path.of("out", "runs", "a-run"),
        6_000,
        6_000,
        Map.of(),
        failed,
        Map.of("governing-law", 7L),
        6_000,
        List.of(),
        6_000,
        0,
        1_000,
        1_000,
        Duration.ofSeconds(9),
        Duration.ofSeconds(4),
        noReport);
  }

  @Test
  void saysOnceWhatToDoAboutManyFailuresOfAKind() {
    StringWriter err = new StringWriter();
    List<FailedDocument> failed =
        List.of(
            new FailedDocument("1", "file:///a.pdf", FailureCategory.NO_TEXT, "has no text"),
            new FailedDocument("2", "file:///b.pdf", FailureCategory.BUDGET_EXHAUSTED, "too late"),
            new FailedDocument("3", "file:///c.pdf", FailureCategory.ENCRYPTED, "is encrypted"),
            new FailedDocument("4", "file:///d.pdf", FailureCategory.NO_TEXT, "has no text"));

    new Summary(new PrintWriter(new StringWriter()), new PrintWriter(err))
        .printProblems(report(failed, null));

    assertThat(err.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            Failed documents:
              encrypted: 1 document. What to do: remove the password and run again
                file:///c.pdf: is encrypted
              no_text: 2 documents. What to do: run text recognition (OCR) over it first
                file:///a.pdf: has no text
                file:///d.pdf: has no text
            Left for the next run:
              file:///b.pdf: too late
            """);
  }

  @Test
  void saysWhyThereIsNoReport() {
    assertThat(summary("left out"))
        .contains("Documents                  6,000 in 6,000 files")
        .containsPattern("(?m)^Report {21}left out$");
    assertThat(summary(null)).doesNotContain("Report");
  }
}
