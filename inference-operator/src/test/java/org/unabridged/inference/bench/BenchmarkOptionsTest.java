package org.unabridged.inference.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.Kernels;

class BenchmarkOptionsTest {

  @Test
  void readsEveryOption() {
    BenchmarkOptions options =
        BenchmarkOptions.parse(
            "--tokens",
            "5,70",
            "--threads",
            "3",
            "--kernels",
            "scalar",
            "--repeats",
            "2",
            "--text",
            "a.txt",
            "--reference",
            "b.npy");
    assertThat(options.lengths()).containsExactly(5, 70);
    assertThat(options.runtime().threads()).isEqualTo(3);
    assertThat(options.runtime().kernels()).isEqualTo(Kernels.SCALAR);
    assertThat(options.repeats()).isEqualTo(2);
    assertThat(options.text()).isEqualTo(Path.of("a.txt"));
    assertThat(options.reference()).isEqualTo(Path.of("b.npy"));
  }

  @Test
  void measuresTenAndAHundredThousandTokensByDefault() {
    assertThat(BenchmarkOptions.parse().lengths()).containsExactly(10_000, 100_000);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    refuses("--speed is unknown; usage:", "--speed", "9");
    refuses("usage:", "--tokens");
    refuses("--repeats must be at least 1, not 0", "--repeats", "0");
    refuses("--reference needs --text", "--reference", "b.npy");
  }

  private static void refuses(String message, String... arguments) {
    assertThatThrownBy(() -> BenchmarkOptions.parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
