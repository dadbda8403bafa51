package org.unabridged.inference.tensor;

import java.util.List;

/**
 * A weight matrix, rearranged for {@link FloatKernels#multiply}: the outputs are cut into panels,
 * and a panel holds the weights of its outputs side by side for each input, so that the inner loop
 * reads memory in order. Immutable, shared by all threads.
 */
public final class PackedMatrix {

  private final int outputs;
  private final int depth;
  private final int panelWidth;
  // (panels, depth, panelWidth); the last panel is filled up with zeros
  private final float[] panels;

  private PackedMatrix(int outputs, int depth, int panelWidth) {
    this.outputs = outputs;
    this.depth = depth;
    this.panelWidth = panelWidth;
    int panelCount = (outputs + panelWidth - 1) / panelWidth;
    this.panels = new float[Math.multiplyExact(panelCount * panelWidth, depth)];
  }

  /**
   * Packs matrices that read the same input on top of each other, so that one product computes them
   * all.
   *
   * @param kernels whose panel width to pack for
   * @param parts matrices of shape (outputs, depth), all of one depth
   * @throws IllegalArgumentException if the depths differ
   */
  public static PackedMatrix stack(FloatKernels kernels, List<? extends MatrixRows> parts) {
    int depth = parts.get(0).width();
    int outputs = parts.stream().mapToInt(MatrixRows::rows).sum();
    PackedMatrix packed = new PackedMatrix(outputs, depth, kernels.panelWidth());
    int output = 0;
    for (MatrixRows part : parts) {
      if (part.width() != depth) {
        throw new IllegalArgumentException("depth " + part.width() + " stacked on depth " + depth);
      }
      kernels.pack(part, packed.panels, output);
      output += part.rows();
    }
    return packed;
  }

  /** Number of real outputs. */
  public int outputs() {
    return outputs;
  }

  /** Outputs rounded up to whole panels: the least stride that a product needs. */
  public int paddedOutputs() {
    return panels.length / Math.max(1, depth);
  }

  /** Number of inputs of each output. */
  public int depth() {
    return depth;
  }

  int panelWidth() {
    return panelWidth;
  }

  float[] panels() {
    return panels;
  }
}
