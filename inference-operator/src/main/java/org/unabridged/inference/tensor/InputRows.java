package org.unabridged.inference.tensor;

/**
 * Rows on their way into products with weights as files hold them. The caller writes them into
 * {@link #values}, lets the kernels {@link StoredKernels#prepare} them once, and multiplies them
 * with any number of matrices of that depth. Scratch of one call; its parts may be written and
 * prepared by several threads.
 */
public final class InputRows {

  /** Values that share a scale. */
  static final int GROUP = 32;

  private final int capacity;
  private final int depth;
  private final float[] values;

  /**
   * The values as signed bytes, one scale for every {@link #GROUP} of them; for kernels that
   * multiply so.
   */
  final byte[] bytes;

  /** What the bytes leave of the values, for kernels that take 15 bits. */
  final byte[] low;

  final float[] scales;

  /** Sums of each half group of bytes. */
  final int[] sums;

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
    int groups = depth % GROUP == 0 ? capacity * (depth / GROUP) : 0;
    this.bytes = new byte[groups * GROUP];
    this.low = new byte[groups * GROUP];
    this.scales = new float[groups];
    this.sums = new int[2 * groups];
  }

  /** Bytes of the room for rows. */
  public static long bytes(int capacity, int depth) {
    long values = (long) capacity * depth;
    long groups = depth % GROUP == 0 ? values / GROUP : 0;
    return values * Float.BYTES + groups * (2L * GROUP + Float.BYTES + 2L * Integer.BYTES);
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
