package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
                512,
                4_096,
                50_000_000,
                10_000,
                10,
                1));
  }

  @Test
  void changesItsFingerprintWithWhatChangesTheText() {
    assertThat(DEFAULTS.fingerprint())
        .hasSize(16)
        .isEqualTo(ParserConfiguration.defaults().fingerprint());
    assertThat(DEFAULTS.withOutputCharacters(7).fingerprint()).isNotEqualTo(DEFAULTS.fingerprint());
    assertThat(DEFAULTS.withEmbeddedDepth(7).fingerprint()).isNotEqualTo(DEFAULTS.fingerprint());
    assertThat(DEFAULTS.withEmbeddedDocuments(7).fingerprint())
        .isNotEqualTo(DEFAULTS.fingerprint());
    assertThat(DEFAULTS.withTemporaryMegabytes(7).fingerprint())
        .isNotEqualTo(DEFAULTS.fingerprint());
  }

  @Test
  void keepsItsFingerprintWithWhatDoesNot() {
    assertThat(
            DEFAULTS
                .withTimeLimit(Duration.ofSeconds(7))
                .withStallLimit(Duration.ofSeconds(7))
                .withHeapMegabytes(77)
                .withProcesses(7)
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
