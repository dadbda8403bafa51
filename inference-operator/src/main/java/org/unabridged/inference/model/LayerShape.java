package org.unabridged.inference.model;

/**
 * Sizes that all layers of a model have in common.
 *
 * @param width values of a token's hidden state
 * @param keyHeads heads of queries and keys
 * @param valueHeads heads of values, a multiple of {@code keyHeads}: head j reads key head j mod
 *     {@code keyHeads}
 * @param keyWidth values of one query or key
 * @param valueWidth values of one value
 * @param taps taps of the short convolution
 * @param experts number of experts
 * @param expertsUsed experts that each token goes through
 * @param expertWidth inner width of an expert
 * @param sharedWidth inner width of the expert that every token goes through
 * @param epsilon added under the root of the norms
 */
public record LayerShape(
    int width,
    int keyHeads,
    int valueHeads,
    int keyWidth,
    int valueWidth,
    int taps,
    int experts,
    int expertsUsed,
    int expertWidth,
    int sharedWidth,
    float epsilon) {

  public LayerShape {
    positive("width", width);
    positive("keyHeads", keyHeads);
    positive("valueHeads", valueHeads);
    positive("keyWidth", keyWidth);
    positive("valueWidth", valueWidth);
    positive("taps", taps);
    positive("experts", experts);
    positive("expertsUsed", expertsUsed);
    positive("expertWidth", expertWidth);
    positive("sharedWidth", sharedWidth);
    if (valueHeads % keyHeads != 0) {
      throw new IllegalArgumentException(valueHeads + " value heads on " + keyHeads + " key heads");
    }
    if (expertsUsed > experts) {
      throw new IllegalArgumentException(expertsUsed + " experts used of " + experts);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be positive, not " + epsilon);
    }
  }

  private static void positive(String name, int value) {
    if (value < 1 || value > 1 << 20) {
      throw new IllegalArgumentException(name + " must be 1 to 1048576, not " + value);
    }
  }

  /** Values of all queries, or all keys, of a token. */
  public int keysWidth() {
    return keyHeads * keyWidth;
  }

  /** Values of all value heads of a token. */
  public int valuesWidth() {
    return valueHeads * valueWidth;
  }

  /** Channels of the short convolution: queries, keys and values. */
  public int channels() {
    return 2 * keysWidth() + valuesWidth();
  }
}
