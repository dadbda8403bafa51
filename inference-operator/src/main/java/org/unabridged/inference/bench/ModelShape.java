package org.unabridged.inference.bench;

import java.util.List;
import org.unabridged.inference.qwen35.Qwen35Configuration;
import org.unabridged.inference.qwen35.Qwen35Configuration.Attention;
import org.unabridged.inference.qwen35.Qwen35Configuration.Delta;
import org.unabridged.inference.qwen35.Qwen35Configuration.Dense;
import org.unabridged.inference.qwen35.Qwen35Configuration.Experts;
import org.unabridged.inference.qwen35.Qwen35Configuration.FeedForward;
import org.unabridged.inference.qwen35.Qwen35Configuration.Rotation;

/**
 * Sizes of a model that is made up.
 *
 * @param configuration all but the vocabulary
 * @param vocabulary rows of the embeddings
 * @param tied whether the embeddings are the head too
 */
record ModelShape(Qwen35Configuration configuration, int vocabulary, boolean tied) {

  /** Names of the shapes. */
  static final List<String> NAMES = List.of("0.8B", "35B-A3B", "small", "narrow");

  private static final int FAMILY_VOCABULARY = 248_320;
  private static final int FAMILY_WINDOW = 262_144;

  /**
   * A shape by its name: two of the family; {@code small}, with the family's heads and a mixture of
   * experts but little else; {@code narrow}, with one head of 64 values, for very long contexts.
   *
   * @param layers 0 for as many as the model has
   */
  static ModelShape of(String name, int layers) {
    return switch (name) {
      case "0.8B" ->
          family(
              or(layers, 24),
              1024,
              new Attention(8, 2, 256),
              new Delta(16, 16, 128, 128, 4),
              new Dense(3584),
              true);
      case "35B-A3B" ->
          family(
              or(layers, 40),
              2048,
              new Attention(16, 2, 256),
              new Delta(16, 32, 128, 128, 4),
              new Experts(256, 8, 512, 512),
              false);
      case "small" ->
          of(
              or(layers, 4),
              256,
              new Attention(4, 2, 256),
              new Delta(2, 4, 128, 128, 4),
              new Experts(8, 2, 256, 256),
              64,
              1024,
              false);
      case "narrow" ->
          of(
              or(layers, 4),
              64,
              new Attention(1, 1, 64),
              new Delta(1, 2, 32, 32, 4),
              new Experts(4, 2, 64, 64),
              16,
              1024,
              false);
      default -> throw new IllegalArgumentException("no shape " + name + " among " + NAMES);
    };
  }

  private static int or(int layers, int usual) {
    return layers == 0 ? usual : layers;
  }

  private static ModelShape family(
      int layers,
      int width,
      Attention attention,
      Delta delta,
      FeedForward feedForward,
      boolean tied) {
    return of(layers, width, attention, delta, feedForward, 64, FAMILY_VOCABULARY, tied);
  }

  private static ModelShape of(
      int layers,
      int width,
      Attention attention,
      Delta delta,
      FeedForward feedForward,
      int rotated,
      int vocabulary,
      boolean tied) {
    return new ModelShape(
        new Qwen35Configuration(
            feedForward instanceof Dense ? "qwen35" : "qwen35moe",
            layers,
            width,
            FAMILY_WINDOW,
            1e-6f,
            4,
            attention,
            delta,
            feedForward,
            new Rotation(rotated, 1e7, 1, FAMILY_WINDOW)),
        vocabulary,
        tied);
  }
}
