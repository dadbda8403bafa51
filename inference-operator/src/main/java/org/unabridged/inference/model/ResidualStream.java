package org.unabridged.inference.model;

/**
 * The hidden state of every token of a document, in float32: what the layers read and add to. Kept
 * in segments, so that no array grows with the document.
 */
public final class ResidualStream {

  private static final int SEGMENT_TOKENS = 4096;

  private final int tokens;
  private final int width;
  private final float[][] segments;

  /**
   * A stream of zeros.
   *
   * @param tokens how many tokens
   * @param width values per token
   */
  public ResidualStream(int tokens, int width) {
    this.tokens = tokens;
    this.width = width;
    this.segments = new float[(tokens + SEGMENT_TOKENS - 1) / SEGMENT_TOKENS][];
    for (int i = 0; i < segments.length; i++) {
      int count = Math.min(SEGMENT_TOKENS, tokens - i * SEGMENT_TOKENS);
      segments[i] = new float[count * width];
    }
  }

  /** Number of tokens. */
  public int tokens() {
    return tokens;
  }

  /** Values per token. */
  public int width() {
    return width;
  }

  /** Copies rows of a tile, one after the other, to the start of an array. */
  void read(Tile tile, int from, int to, float[] rows) {
    if (tile.step() == 1) {
      read(tile.token(from), to - from, rows);
      return;
    }
    for (int row = from; row < to; row++) {
      int token = tile.token(row);
      System.arraycopy(array(token), offset(token), rows, (row - from) * width, width);
    }
  }

  /** Copies rows back to where they came from. */
  void write(float[] rows, Tile tile, int from, int to) {
    if (tile.step() == 1) {
      write(rows, tile.token(from), to - from);
      return;
    }
    for (int row = from; row < to; row++) {
      int token = tile.token(row);
      System.arraycopy(rows, (row - from) * width, array(token), offset(token), width);
    }
  }

  /** Copies the rows of consecutive tokens to the start of an array. */
  public void read(int first, int count, float[] rows) {
    for (int done = 0; done < count; ) {
      int token = first + done;
      int some = Math.min(count - done, SEGMENT_TOKENS - token % SEGMENT_TOKENS);
      System.arraycopy(array(token), offset(token), rows, done * width, some * width);
      done += some;
    }
  }

  /** Writes the rows of consecutive tokens from the start of an array. */
  public void write(float[] rows, int first, int count) {
    for (int done = 0; done < count; ) {
      int token = first + done;
      int some = Math.min(count - done, SEGMENT_TOKENS - token % SEGMENT_TOKENS);
      System.arraycopy(rows, done * width, array(token), offset(token), some * width);
      done += some;
    }
  }

  /** The array that holds a token. */
  public float[] array(int token) {
    return segments[token / SEGMENT_TOKENS];
  }

  /** Where in its array a token starts. */
  public int offset(int token) {
    return token % SEGMENT_TOKENS * width;
  }
}
