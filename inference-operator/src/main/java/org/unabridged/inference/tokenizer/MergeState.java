package org.unabridged.inference.tokenizer;

import java.util.Arrays;

/**
 * Encodes the bytes of one piece: repeatedly merges the pair of lowest rank, the leftmost among
 * equals. Scratch of one caller, reused from piece to piece.
 *
 * <p>Short pieces look for the best pair anew each time; long ones keep the candidates in a heap,
 * so that a piece of n bytes takes n log n steps.
 */
final class MergeState {

  /** Up to here looking through all pairs is quicker than a heap. */
  private static final int SHORT = 48;

  private final Vocabulary vocabulary;

  /** Token at each position where one starts. */
  private int[] tokens = new int[SHORT];

  /** Byte position where each token ends, for short pieces only one past its place in the list. */
  private int[] ends = new int[SHORT];

  /** Merges of neighbours of a short piece. */
  private long[] candidates = new long[SHORT];

  private int count;

  MergeState(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Tokens of the piece encoded last. */
  int count() {
    return count;
  }

  /** A token of the piece encoded last. */
  int token(int index) {
    return tokens[index];
  }

  /** Where that token ends, in bytes of the piece. */
  int end(int index) {
    return ends[index];
  }

  /** Encodes bytes [0, length). */
  void encode(byte[] bytes, int length) {
    if (tokens.length < length) {
      int capacity = Math.max(length, tokens.length * 2);
      tokens = new int[capacity];
      ends = new int[capacity];
    }
    for (int i = 0; i < length; i++) {
      tokens[i] = vocabulary.byteToken(bytes[i]);
      ends[i] = i + 1;
    }
    count = length;
    if (length <= SHORT) {
      mergeShort();
    } else {
      new LongMerge(length).run();
    }
  }

  private void mergeShort() {
    for (int i = 0; i + 1 < count; i++) {
      candidates[i] = vocabulary.merge(tokens[i], tokens[i + 1]);
    }
    while (true) {
      int best = lowest();
      if (best < 0) {
        return;
      }
      tokens[best] = (int) candidates[best];
      ends[best] = ends[best + 1];
      int moved = count - best - 2;
      System.arraycopy(tokens, best + 2, tokens, best + 1, moved);
      System.arraycopy(ends, best + 2, ends, best + 1, moved);
      if (moved > 0) {
        System.arraycopy(candidates, best + 2, candidates, best + 1, moved - 1);
      }
      count--;
      refresh(best - 1);
      refresh(best);
    }
  }

  private void refresh(int index) {
    if (index >= 0 && index + 1 < count) {
      candidates[index] = vocabulary.merge(tokens[index], tokens[index + 1]);
    }
  }

  /**
   * Index of the pair to merge next, or -1. Rank stands above the token, so the order of candidates
   * is that of ranks.
   */
  private int lowest() {
    int best = -1;
    long lowest = Vocabulary.NO_MERGE;
    for (int i = 0; i + 1 < count; i++) {
      if (candidates[i] < lowest) {
        lowest = candidates[i];
        best = i;
      }
    }
    return best;
  }

  /**
   * A linked list of tokens and a heap of candidate merges; gone after the piece, whatever its
   * size.
   */
  private final class LongMerge {

    private static final int GONE = -1;

    private final int[] previous;
    private final int[] next;
    private long[] heap;
    private int heapSize;

    LongMerge(int length) {
      previous = new int[length];
      next = new int[length];
      heap = new long[length];
      for (int i = 0; i < length; i++) {
        previous[i] = i - 1;
        next[i] = i + 1;
      }
    }

    void run() {
      for (int i = 0; i + 1 < next.length; i++) {
        offer(i);
      }
      while (heapSize > 0) {
        long candidate = poll();
        int at = (int) candidate;
        int rank = (int) (candidate >>> Integer.SIZE);
        // INVARIANT: a rank names its pair, so an entry is current exactly if its place still has
        // that rank
        if (tokens[at] != GONE && next[at] < next.length) {
          long merge = vocabulary.merge(tokens[at], tokens[next[at]]);
          if (merge != Vocabulary.NO_MERGE && (int) (merge >>> Integer.SIZE) == rank) {
            merge(at, (int) merge);
          }
        }
      }
      compact();
    }

    private void merge(int at, int token) {
      int right = next[at];
      tokens[at] = token;
      ends[at] = ends[right];
      tokens[right] = GONE;
      next[at] = next[right];
      if (next[at] < next.length) {
        previous[next[at]] = at;
        offer(at);
      }
      if (previous[at] >= 0) {
        offer(previous[at]);
      }
    }

    private void compact() {
      int kept = 0;
      for (int at = 0; at < next.length; at = next[at]) {
        tokens[kept] = tokens[at];
        ends[kept] = ends[at];
        kept++;
      }
      count = kept;
    }

    private void offer(int at) {
      long merge = vocabulary.merge(tokens[at], tokens[next[at]]);
      if (merge == Vocabulary.NO_MERGE) {
        return;
      }
      if (heapSize == heap.length) {
        heap = Arrays.copyOf(heap, Math.addExact(heap.length, heap.length / 2 + 1));
      }
      long entry = ((merge >>> Integer.SIZE) << Integer.SIZE) | at;
      int hole = heapSize++;
      while (hole > 0 && heap[(hole - 1) >>> 1] > entry) {
        heap[hole] = heap[(hole - 1) >>> 1];
        hole = (hole - 1) >>> 1;
      }
      heap[hole] = entry;
    }

    private long poll() {
      long least = heap[0];
      long entry = heap[--heapSize];
      int hole = 0;
      for (int child = 1; child < heapSize; child = 2 * hole + 1) {
        if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
          child++;
        }
        if (heap[child] >= entry) {
          break;
        }
        heap[hole] = heap[child];
        hole = child;
      }
      heap[hole] = entry;
      return least;
    }
  }
}
