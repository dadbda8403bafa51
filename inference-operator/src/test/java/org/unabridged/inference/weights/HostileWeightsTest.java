package org.unabridged.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileWeightsTest {

  @TempDir Path folder;

  @Test
  void opensOrRefusesWhateverComes() throws IOException {
    long seed = 42;
    HostileWeights hostile = new HostileWeights(folder, seed);
    for (int i = 0; i < 2000; i++) {
      try {
        hostile.next();
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", file " + i, e);
      }
    }
    assertThat(hostile.opened()).isPositive();
    assertThat(hostile.refused()).isGreaterThan(500);
  }
}
