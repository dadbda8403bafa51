package org.unabridged.inference.qwen35;

import org.unabridged.inference.tensor.BlockFormat;

/**
 * How a model is run.
 *
 * @param cacheFormat of keys and values: F16, Q8_0 for about half the memory, or F32
 * @param blockRows tokens that go through the layers together when a context is read
 * @param window which window the model gets
 */
public record Qwen35Options(BlockFormat cacheFormat, int blockRows, Window window) {

  /** Which window a model gets. */
  public enum Window {
    /** The file's own. */
    NATIVE,
    /** Four times as long, up to 1,010,000 tokens, by YaRN; short contexts change a little too. */
    EXTENDED
  }

  /** Enough for each matrix to be used often once it is in the cache. */
  static final int DEFAULT_BLOCK_ROWS = 512;

  private static final int MOST_BLOCK_ROWS = 1 << 14;

  public Qwen35Options {
    if (cacheFormat != BlockFormat.F16
        && cacheFormat != BlockFormat.Q8_0
        && cacheFormat != BlockFormat.F32) {
      throw new IllegalArgumentException(
          "a cache is kept in F16, Q8_0 or F32, not in " + cacheFormat);
    }
    if (blockRows < 1 || blockRows > MOST_BLOCK_ROWS) {
      throw new IllegalArgumentException(
          "block rows must be 1 to " + MOST_BLOCK_ROWS + ", not " + blockRows);
    }
  }

  /** Half-precision cache, native window. */
  public static Qwen35Options defaults() {
    return new Qwen35Options(BlockFormat.F16, DEFAULT_BLOCK_ROWS, Window.NATIVE);
  }

  /** With another format of the cache. */
  public Qwen35Options withCacheFormat(BlockFormat format) {
    return new Qwen35Options(format, blockRows, window);
  }

  /** With blocks of another size. */
  public Qwen35Options withBlockRows(int rows) {
    return new Qwen35Options(cacheFormat, rows, window);
  }

  /** With another window. */
  public Qwen35Options withWindow(Window newWindow) {
    return new Qwen35Options(cacheFormat, blockRows, newWindow);
  }
}
