package org.unabridged.inference.bench;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.unabridged.inference.tensor.BlockFormat;

/** Which formats the matrices of a made-up model are written in. */
enum WeightMix {
  F32(0),
  F16(1),
  Q8_0(7),
  /**
   * Nearly all in Q4_K, the head and half of what feeds back in Q6_K, as such files usually are.
   */
  Q4_K_M(15);

  private final int fileType;

  WeightMix(int fileType) {
    this.fileType = fileType;
  }

  /** Number of the mix in a GGUF file. */
  int fileType() {
    return fileType;
  }

  static WeightMix of(String name) {
    return Arrays.stream(values())
        .filter(mix -> mix.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no mix "
                        + name
                        + " among "
                        + Arrays.stream(values())
                            .map(WeightMix::name)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Format of a matrix.
   *
   * @param name of the tensor
   * @param layer its layer, of {@code layers}
   * @param head whether the model's head is computed with it
   */
  BlockFormat format(String name, int layer, int layers, boolean head) {
    return switch (this) {
      case F32 -> BlockFormat.F32;
      case F16 -> BlockFormat.F16;
      case Q8_0 -> BlockFormat.Q8_0;
      case Q4_K_M -> {
        boolean sensitive = name.contains("attn_v.") || name.contains("ffn_down");
        boolean finer =
            layer < layers / 8 || layer >= 7 * layers / 8 || (layer - layers / 8) % 3 == 2;
        yield head || (sensitive && finer) ? BlockFormat.Q6_K : BlockFormat.Q4_K;
      }
    };
  }
}
