package org.unabridged.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestTest {
  @Test
  void countsEdits() {
    assertThat(Closest.distance("", "abc")).isEqualTo(3);
    assertThat(Closest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Closest.distance("same", "same")).isZero();
  }

  @Test
  void guessesOnlyWhatIsSimilar() {
    assertThat(Closest.to("modle", List.of("output", "model"))).contains("model");
    assertThat(Closest.to("temperature", List.of("output", "model"))).isEmpty();
  }
}
