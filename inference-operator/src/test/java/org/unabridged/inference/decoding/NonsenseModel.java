package org.unabridged.inference.decoding;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A model whose logits are random, the same after the same tokens. */
public final class NonsenseModel implements LanguageModel {
  private final int vocabularySize;
  private final long window;
  private final long seed;

  /** A model that reads any number of tokens. */
  public NonsenseModel(int vocabularySize, long seed) {
    this(vocabularySize, Long.MAX_VALUE, seed);
  }

  /** A model of a window. */
  public NonsenseModel(int vocabularySize, long window, long seed) {
    this.vocabularySize = vocabularySize;
    this.window = window;
    this.seed = seed;
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public long window() {
    return window;
  }

  @Override
  public Sequence start() {
    return new Read(seed, 0);
  }

  private final class Read implements Sequence {
    private long hash;
    private long length;

    Read(long hash, long length) {
      this.hash = hash;
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void append(int[] tokens) {
      if (tokens.length == 0 || length + tokens.length > window) {
        throw new IllegalArgumentException(tokens.length + " tokens after " + length);
      }
      hash = 31 * hash + Arrays.hashCode(tokens);
      length += tokens.length;
    }

    @Override
    public float[] logits() {
      SplittableRandom random = new SplittableRandom(hash);
      float[] logits = new float[vocabularySize];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (8 * random.nextDouble());
      }
      return logits;
    }

    @Override
    public Sequence fork() {
      return new Read(hash, length);
    }

    @Override
    public void close() {
      length = Long.MIN_VALUE;
    }
  }
}
