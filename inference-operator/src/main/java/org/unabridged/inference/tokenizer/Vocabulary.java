package org.unabridged.inference.tokenizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tokens and merges, ready for look-up. Immutable. */
final class Vocabulary {

  /** What {@link #merge} gives for two tokens that do not merge. */
  static final long NO_MERGE = Long.MAX_VALUE;

  private static final long EMPTY = -1;

  private final int size;
  private final int[] byteTokens = new int[256];
  // open addressing: pair of tokens -> rank in the upper half, merged token in the lower
  private final long[] pairs;
  private final long[] merges;

  /**
   * Builds the tables.
   *
   * @param tokens every token in the byte alphabet, by id; tokens that are not text in it are added
   *     tokens, which text never becomes
   * @param merges "left right", the most important first
   * @throws IllegalArgumentException if a byte has no token, or a merge speaks of tokens that do
   *     not exist
   */
  Vocabulary(List<String> tokens, List<String> merges) {
    this.size = tokens.size();
    Map<String, Integer> ids = new HashMap<>(tokens.size() * 2);
    for (int id = 0; id < tokens.size(); id++) {
      ids.putIfAbsent(tokens.get(id), id);
    }
    for (int value = 0; value < byteTokens.length; value++) {
      byteTokens[value] = id(ids, String.valueOf(ByteAlphabet.character(value)));
    }
    int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, merges.size())) * 4);
    this.pairs = new long[capacity];
    this.merges = new long[capacity];
    Arrays.fill(pairs, EMPTY);
    for (int rank = 0; rank < merges.size(); rank++) {
      put(ids, merges.get(rank), rank);
    }
  }

  private void put(Map<String, Integer> ids, String merge, int rank) {
    int space = merge.indexOf(' ');
    if (space <= 0 || space == merge.length() - 1) {
      throw new IllegalArgumentException("merge " + rank + " is not a pair: '" + merge + "'");
    }
    String left = merge.substring(0, space);
    String right = merge.substring(space + 1);
    long pair = pair(id(ids, left), id(ids, right));
    int slot = slot(pair);
    if (pairs[slot] == EMPTY) {
      pairs[slot] = pair;
      merges[slot] = (long) rank << Integer.SIZE | id(ids, left + right);
    }
  }

  private static int id(Map<String, Integer> ids, String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new IllegalArgumentException("no token '" + token + "' in the vocabulary");
    }
    return id;
  }

  /** Number of tokens. */
  int size() {
    return size;
  }

  /** The token of one byte. */
  int byteToken(byte value) {
    return byteTokens[value & 0xff];
  }

  /**
   * Rank of the merge of two tokens in the upper half, the token they become in the lower, or
   * {@link #NO_MERGE}.
   */
  long merge(int left, int right) {
    long pair = pair(left, right);
    int slot = slot(pair);
    return pairs[slot] == pair ? merges[slot] : NO_MERGE;
  }

  private int slot(long pair) {
    long mixed = pair * 0x9E3779B97F4A7C15L;
    int mask = pairs.length - 1;
    int slot = (int) (mixed >>> Integer.SIZE) & mask;
    while (pairs[slot] != EMPTY && pairs[slot] != pair) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static long pair(int left, int right) {
    return (long) left << Integer.SIZE | right;
  }
}
