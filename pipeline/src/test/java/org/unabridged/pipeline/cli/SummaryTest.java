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

class SummaryTest {
  private static String summary(@Nullable String noReport) {
    StringWriter out = new StringWriter();
    RunReport report =
        new RunReport(
            "a-run",
            Path.of("out", "runs", "a-run"),
            6_000,
            6_000,
            Map.of(),
            List.of(),
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
    new Summary(new PrintWriter(out), new PrintWriter(new StringWriter())).print(report);
    return out.toString();
  }

  @Test
  void saysWhyThereIsNoReport() {
    assertThat(summary("left out"))
        .contains("Documents                  6,000 in 6,000 files")
        .containsPattern("(?m)^Report {21}left out$");
    assertThat(summary(null)).doesNotContain("Report");
  }
}
