package org.unabridged.inference.grounding;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Offsets that never decrease, in little more than a byte each as long as they grow by little: the
 * steps from one to the next, and every {@value #BLOCK} an offset in full. To read one takes up to
 * as many additions.
 */
final class Offsets {
  private static final int BLOCK = 32;
  private static final int LONGEST_STEP = 0xff;

  private byte[] steps;
  private int[] blocks;
  // steps that do not fit a byte, by index
  private final Map<Integer, Integer> leaps = new HashMap<>();
  private int size;
  private int last;

  /** Empty, with room for so many. */
  Offsets(int capacity) {
    this.steps = new byte[capacity];
    this.blocks = new int[capacity / BLOCK + 1];
  }

  int size() {
    return size;
  }

  /** Appends an offset that is not less than the last one. */
  void add(int offset) {
    if (offset < last) {
      throw new IllegalArgumentException("an offset of " + offset + " after " + last);
    }
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, Math.addExact(size, (size >> 1) + BLOCK));
      blocks = Arrays.copyOf(blocks, steps.length / BLOCK + 1);
    }
    int step = offset - last;
    if (size % BLOCK == 0) {
      blocks[size / BLOCK] = offset;
    } else if (step < LONGEST_STEP) {
      steps[size] = (byte) step;
    } else {
      steps[size] = (byte) LONGEST_STEP;
      leaps.put(size, step);
    }
    last = offset;
    size++;
  }

  int get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    int offset = blocks[index / BLOCK];
    for (int i = index / BLOCK * BLOCK + 1; i <= index; i++) {
      offset += step(i);
    }
    return offset;
  }

  /** Index of the first one that is not less than an offset; the size if there is none. */
  int firstFrom(int offset) {
    int low = 0;
    int high = (size + BLOCK - 1) / BLOCK;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (blocks[middle] < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return 0;
    }
    int index = (low - 1) * BLOCK;
    int end = Math.min(size, low * BLOCK);
    int at = blocks[low - 1];
    while (at < offset && ++index < end) {
      at += step(index);
    }
    return index;
  }

  private int step(int index) {
    int step = steps[index] & 0xff;
    return step < LONGEST_STEP ? step : leaps.getOrDefault(index, 0);
  }
}
