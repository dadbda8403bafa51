package org.unabridged.inference.model;

/**
 * Consecutive tokens in the order in which a layer reads them.
 *
 * @param first token of row 0
 * @param step from row to row: 1 forward, -1 backward
 * @param rows how many
 */
record Tile(int first, int step, int rows) {

  /** The tile that starts at this row of the reading order. */
  static Tile of(int tokens, boolean backward, int from, int most) {
    int rows = Math.min(most, tokens - from);
    return backward ? new Tile(tokens - 1 - from, -1, rows) : new Tile(from, 1, rows);
  }

  int token(int row) {
    return first + step * row;
  }
}
