package org.unabridged.inference.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Queries of one head's group on their way through the cache: scratch of one worker. A softmax over
 * all keys is built up run by run: of the keys seen so far it holds the highest score, the sum of
 * the weights relative to it, and the sum of the values so weighted. A row is one query head of one
 * token. Arrays are row-major.
 */
public final class AttentionRows {

  /** Values of a query, a key or a value. */
  public final int width;

  /** Shape (rows, width), times the scale of the scores. */
  public final float[] query;

  /** For each row how many tokens of its sequence it sees: those before this index. */
  public final long[] limit;

  /** Highest score so far; minus infinity before the first. */
  public final float[] maximum;

  /** Sum of {@code exp(score - maximum)} so far. */
  public final float[] sum;

  /** Shape (rows, width): sum of {@code exp(score - maximum) * value} so far. */
  public final float[] output;

  private int count;
  private @Nullable AttentionTile tile;

  /**
   * Room for rows.
   *
   * @param capacity most rows
   * @param width values of a query, a key or a value
   */
  public AttentionRows(int capacity, int width) {
    this.width = width;
    this.query = new float[Math.multiplyExact(capacity, width)];
    this.limit = new long[capacity];
    this.maximum = new float[capacity];
    this.sum = new float[capacity];
    this.output = new float[capacity * width];
  }

  /** How many rows are filled. */
  public int count() {
    return count;
  }

  /** Says how many rows are filled, and starts them afresh: no key seen yet. */
  public void fill(int rows) {
    if (rows < 0 || rows > limit.length) {
      throw new IllegalArgumentException(rows + " rows, room for " + limit.length);
    }
    count = rows;
    Arrays.fill(maximum, 0, rows, Float.NEGATIVE_INFINITY);
    Arrays.fill(sum, 0, rows, 0f);
    Arrays.fill(output, 0, rows * width, 0f);
  }

  /** Takes in what another scratch has found for the same rows over other keys. */
  public void merge(AttentionRows other) {
    for (int row = 0; row < count; row++) {
      float highest = Math.max(maximum[row], other.maximum[row]);
      if (highest == Float.NEGATIVE_INFINITY) {
        continue;
      }
      float own = Activations.exp(maximum[row] - highest);
      float others = Activations.exp(other.maximum[row] - highest);
      if (maximum[row] == Float.NEGATIVE_INFINITY) {
        own = 0;
      }
      if (other.maximum[row] == Float.NEGATIVE_INFINITY) {
        others = 0;
      }
      maximum[row] = highest;
      sum[row] = own * sum[row] + others * other.sum[row];
      for (int i = row * width; i < (row + 1) * width; i++) {
        output[i] = own * output[i] + others * other.output[i];
      }
    }
  }

  /** Ends the softmax: divides each row of the output by its sum. Every row has seen a key. */
  public void finish() {
    for (int row = 0; row < count; row++) {
      float share = 1f / sum[row];
      for (int i = row * width; i < (row + 1) * width; i++) {
        output[i] *= share;
      }
    }
  }

  /** Room that the plain kernel decodes into. */
  AttentionTile tile() {
    if (tile == null) {
      tile = new AttentionTile(width);
    }
    return tile;
  }
}
