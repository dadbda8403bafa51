package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParserConfigurationTest {
  private static final ParserConfiguration DEFAULTS = ParserConfiguration.defaults();

  @Test
  void hasDocumentedDefaults() {
    assertThat(DEFAULTS)
        .isEqualTo(
            new ParserConfiguration(
                Duration.ofSeconds(120),
                Duration.ofSeconds(60),
                new ParserPool(1, 512, 2_000),
                new ContentLimits(2_048, 4_096, 100, 50_000_000, 10_000, 10, 1_000),
                new Recognition(Recognition.Mode.WHEN_INSTALLED, "auto")));
  }

  @Test
  void changesItsFingerprintWithWhatChangesTheText() {
    assertThat(DEFAULTS.fingerprint())
        .hasSize(16)
        .isEqualTo(ParserConfiguration.defaults().fingerprint());
    ContentLimits limits = DEFAULTS.limits();
    assertThat(
            Stream.of(
                    limits,
                    limits.withInputMegabytes(7),
                    limits.withTemporaryMegabytes(7),
                    limits.withExpansionRatio(7),
                    limits.withOutputCharacters(7),
                    limits.withEmbeddedDocuments(7),
                    limits.withEmbeddedDepth(7),
                    limits.withElementDepth(77))
                .map(each -> DEFAULTS.withLimits(each).fingerprint()))
        .doesNotHaveDuplicates()
        .hasSize(8);
  }

  @Test
  void changesItsFingerprintWithTextRecognition() {
    assertThat(
            Stream.of(
                    Recognition.defaults(), Recognition.off(), Recognition.defaults().in("deu+eng"))
                .map(each -> DEFAULTS.withRecognition(each).fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void rejectsWhatIsNoListOfLanguages() {
    assertThatThrownBy(() -> Recognition.defaults().in("eng; rm"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("such as eng+deu: eng; rm");
  }

  @Test
  void keepsItsFingerprintWithWhatDoesNot() {
    assertThat(
            DEFAULTS
                .withTimeLimit(Duration.ofSeconds(7))
                .withStallLimit(Duration.ofSeconds(7))
                .withHeapMegabytes(77)
                .withProcesses(7)
                .withPool(DEFAULTS.pool().withFilesPerProcess(7))
                .fingerprint())
        .isEqualTo(DEFAULTS.fingerprint());
  }

  @Test
  void rejectsLimitsOutOfRange() {
    assertThatThrownBy(() -> DEFAULTS.withHeapMegabytes(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heap in megabytes must lie in [32, 65536]: 1");
    assertThatThrownBy(() -> DEFAULTS.withTimeLimit(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time limit");
  }
}
