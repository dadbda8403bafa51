package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.unabridged.pipeline.state.RunProgress.Snapshot;

class ProgressEstimateTest {
  private final ProgressEstimate estimate = new ProgressEstimate(60, 6_000);

  @Test
  void startsAtNothing() {
    assertThat(estimate.line(snapshot(0, 0, 0, 0, 0, 0), Duration.ofSeconds(1)))
        .isEqualTo("[                    ]   0 %  0/60 files read");
  }

  @Test
  void showsTokensSpeedAndTimeLeft() {
    assertThat(estimate.line(snapshot(30, 3_000, 30, 30, 340_112, 10), Duration.ofSeconds(60)))
        .isEqualTo(
            "[##########          ]  50 %  30/60 files read, 340,112 tokens, 34,011/s, 60 s left");
  }

  @Test
  void leavesTheBarOutOfLogs() {
    assertThat(estimate.words(snapshot(30, 3_000, 30, 30, 340_112, 10), Duration.ofSeconds(60)))
        .startsWith(" 50 %  30/60 files read")
        .doesNotContain("[", "#");
  }

  @Test
  void countsOnlyWhatIsBothReadAndInferred() {
    assertThat(estimate.share(snapshot(60, 6_000, 60, 0, 0, 0))).isEqualTo(0.1);
    assertThat(estimate.share(snapshot(60, 6_000, 60, 30, 1, 1))).isEqualTo(0.55);
    assertThat(estimate.share(snapshot(60, 6_000, 60, 60, 1, 1))).isEqualTo(1);
  }

  @Test
  void saysWhenOnlyTheTablesAreMissing() {
    assertThat(estimate.line(snapshot(60, 6_000, 60, 60, 340_112, 10), Duration.ofSeconds(60)))
        .endsWith("writing tables");
  }

  @Test
  void worksWithoutBytesOrContexts() {
    ProgressEstimate empty = new ProgressEstimate(2, 0);
    assertThat(empty.share(snapshot(2, 0, 0, 0, 0, 0))).isEqualTo(1);
  }

  @Test
  void picksAFittingUnitOfTime() {
    assertThat(ProgressEstimate.duration(89.4)).isEqualTo("89 s");
    assertThat(ProgressEstimate.duration(600)).isEqualTo("10 min");
    assertThat(ProgressEstimate.duration(5_400)).isEqualTo("1.5 h");
  }

  private static Snapshot snapshot(
      long files, long bytes, long contexts, long inferred, long tokens, long seconds) {
    return new Snapshot(
        files,
        files,
        bytes,
        contexts,
        inferred,
        0,
        tokens,
        0,
        Duration.ofSeconds(seconds),
        0,
        0,
        0);
  }
}
