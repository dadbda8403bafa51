package org.unabridged.inference.tokenizer;

import java.util.Arrays;

/**
 * The tokens of a text, in order. A token that holds a part of a character's bytes touches the
 * whole character, so that the ranges of neighbours can overlap.
 */
public final class TokenSequence implements TokenPlaces {

  private int[] ids;
  private int[] starts;
  private int[] ends;
  private int size;

  TokenSequence(int capacity) {
    ids = new int[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  /** Number of tokens. */
  public int size() {
    return size;
  }

  /** Id of a token. */
  public int id(int index) {
    return ids[index];
  }

  @Override
  public int start(int index) {
    return starts[index];
  }

  @Override
  public int end(int index) {
    return ends[index];
  }

  /** All ids. */
  public int[] ids() {
    return Arrays.copyOf(ids, size);
  }

  void add(int id, int start, int end) {
    if (size == ids.length) {
      int capacity = Math.addExact(size, (size >> 1) + 16);
      ids = Arrays.copyOf(ids, capacity);
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    ids[size] = id;
    starts[size] = start;
    ends[size] = end;
    size++;
  }
}
