package org.unabridged.inference.tensor;

/**
 * Rows on their way into products with weights as files hold them. The caller writes them into
 * {@link #values}, lets the kernels {@link TensorKernels#prepare} them once, and multiplies them
 * with any number of matrices of that depth. Scratch of one call; its parts may be written and
 * prepared by several threads.
 */
public final class InputRows {

  private final int capacity;
  private final int depth;
  private final float[] values;

  /**
   * Room for rows.
   *
   * @param capacity most rows
   * @param depth values in a row
   */
  public InputRows(int capacity, int depth) {
    this.capacity = capacity;
    this.depth = depth;
    this.values = new float[Math.multiplyExact(capacity, depth)];
  }

  /** Most rows. */
  public int capacity() {
    return capacity;
  }

  /** Values in a row. */
  public int depth() {
    return depth;
  }

  /** The rows, shape (capacity, depth), to be written to. */
  public float[] values() {
    return values;
  }
}
