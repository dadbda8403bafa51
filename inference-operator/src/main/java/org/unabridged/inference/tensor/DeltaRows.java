package org.unabridged.inference.tensor;

/**
 * A block of rows on its way through the delta rule: scratch of one worker, refilled for each
 * block. Arrays are row-major.
 */
public final class DeltaRows {

  /** Values of a query or key. */
  public final int keyWidth;

  /** Values of a value or an output. */
  public final int valueWidth;

  /** Shape (rows, keyWidth), of unit length times a scale. */
  public final float[] query;

  /** Shape (rows, keyWidth), of unit length. */
  public final float[] key;

  /** Shape (rows, valueWidth). */
  public final float[] value;

  /** Factor on the state, per row. */
  public final float[] decay;

  /** Share of the prediction error that is written, per row. */
  public final float[] beta;

  /** Shape (rows, valueWidth), receives the result. */
  public final float[] output;

  private int count;

  /**
   * Room for rows.
   *
   * @param capacity most rows of a block
   * @param keyWidth values of a query or key
   * @param valueWidth values of a value or an output
   */
  public DeltaRows(int capacity, int keyWidth, int valueWidth) {
    this.keyWidth = keyWidth;
    this.valueWidth = valueWidth;
    this.query = new float[capacity * keyWidth];
    this.key = new float[capacity * keyWidth];
    this.value = new float[capacity * valueWidth];
    this.decay = new float[capacity];
    this.beta = new float[capacity];
    this.output = new float[capacity * valueWidth];
  }

  /** How many rows are filled. */
  public int count() {
    return count;
  }

  /** Says how many rows are filled. */
  public void fill(int rows) {
    if (rows < 0 || rows > decay.length) {
      throw new IllegalArgumentException(rows + " rows, room for " + decay.length);
    }
    count = rows;
  }
}
