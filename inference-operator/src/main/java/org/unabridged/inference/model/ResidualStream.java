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

  /** The array that holds a token. */
  public float[] array(int token) {
    return segments[token / SEGMENT_TOKENS];
  }

  /** Where in its array a token starts. */
  public int offset(int token) {
    return token % SEGMENT_TOKENS * width;
  }
}
