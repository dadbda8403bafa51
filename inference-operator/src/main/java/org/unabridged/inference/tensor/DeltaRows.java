package org.unabridged.inference.tensor;

/**
 * A block of rows on its way through the delta rule: scratch of one worker, refilled for each
 * block.
 *
 * @param keyWidth values of a query or key
 * @param valueWidth values of a value or an output
 * @param query shape (rows, keyWidth), normalised and scaled
 * @param key shape (rows, keyWidth), normalised
 * @param value shape (rows, valueWidth)
 * @param decay factor on the state, per row
 * @param beta share of the prediction error that is written, per row
 * @param output shape (rows, valueWidth), receives the result
 * @param count how many rows are filled, as the only element
 */
public record DeltaRows(
    int keyWidth,
    int valueWidth,
    float[] query,
    float[] key,
    float[] value,
    float[] decay,
    float[] beta,
    float[] output,
    int[] count) {

  /** Room for so many rows. */
  public static DeltaRows allocate(int rows, int keyWidth, int valueWidth) {
    return new DeltaRows(
        keyWidth,
        valueWidth,
        new float[rows * keyWidth],
        new float[rows * keyWidth],
        new float[rows * valueWidth],
        new float[rows],
        new float[rows],
        new float[rows * valueWidth],
        new int[1]);
  }
}
