package org.unabridged.inference.grounding;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Finds where a pattern occurs with at most so many insertions, deletions and replacements of
 * characters: Myers' bit-parallel algorithm ("A fast bit-vector algorithm for approximate string
 * matching", 1999), a few operations per character whatever the pattern.
 */
final class WordSearch {

  /** Bits in a word. */
  static final int LONGEST_PATTERN = 64;

  private static final int LATIN = 256;

  /** Characters copied at a time. */
  private static final int PIECE = 4096;

  private final int length;
  // by character: the places of the pattern that have it
  private final long[] table;

  /** Prepares for a pattern of 1 to {@value #LONGEST_PATTERN} characters. */
  WordSearch(String pattern) {
    if (pattern.isEmpty() || pattern.length() > LONGEST_PATTERN) {
      throw new IllegalArgumentException("a pattern of " + pattern.length() + " characters");
    }
    this.length = pattern.length();
    this.table = new long[pattern.chars().allMatch(unit -> unit < LATIN) ? LATIN : 1 << 16];
    for (int i = 0; i < length; i++) {
      table[pattern.charAt(i)] |= 1L << i;
    }
  }

  private long equal(char character) {
    return character < table.length ? table[character] : 0;
  }

  /** Receives how far the pattern is from the closest text that ends at an index. */
  @FunctionalInterface
  interface Ends {
    void at(int end, int distance);
  }

  /** Tells every index after which the pattern ends within a distance, in order. */
  void ends(FoldedText text, int from, int to, int most, Ends ends) {
    char[] piece = new char[Math.max(0, Math.min(PIECE, to - from))];
    long plus = -1L;
    long minus = 0;
    int top = length - 1;
    int distance = length;
    for (int at = from; at < to; at++) {
      int place = (at - from) % PIECE;
      if (place == 0) {
        text.copy(at, Math.min(to, at + PIECE), piece);
      }
      long equal = equal(piece[place]);
      long vertical = equal | minus;
      long diagonal = (((equal & plus) + plus) ^ plus) | equal;
      long right = minus | ~(diagonal | plus);
      long left = plus & diagonal;
      // never both, and not to be foreseen: without a branch
      distance += (int) (right >>> top & 1) - (int) (left >>> top & 1);
      right <<= 1;
      left <<= 1;
      plus = left | ~(vertical | right);
      minus = right & vertical;
      if (distance <= most) {
        ends.at(at + 1, distance);
      }
    }
  }

  /**
   * Where a match that ends at an index starts best, of the places that are allowed; -1 if no such
   * start is within the distance. Of equally good ones the longest match that is no longer than the
   * pattern, or else the shortest.
   */
  static int start(
      String pattern, FoldedText text, int from, int end, int most, IntPredicate allowed) {
    int reach = Math.min(end - from, pattern.length() + most);
    String close = text.substring(end - reach, end);
    int[] row = new int[pattern.length() + 1];
    Arrays.setAll(row, i -> i);
    int best = -1;
    int bestDistance = most + 1;
    int bestOff = Integer.MAX_VALUE;
    for (int taken = 1; taken <= reach; taken++) {
      step(row, pattern, close.charAt(reach - taken), taken);
      int distance = row[pattern.length()];
      int off = Math.abs(pattern.length() - taken);
      if ((distance < bestDistance || distance == bestDistance && off < bestOff)
          && allowed.test(end - taken)) {
        best = end - taken;
        bestDistance = distance;
        bestOff = off;
      }
    }
    return best;
  }

  /** The next row of the edit distances between reversed prefixes. */
  private static void step(int[] row, String pattern, char character, int taken) {
    int corner = row[0];
    row[0] = taken;
    for (int i = 1; i < row.length; i++) {
      int replaced = corner + (pattern.charAt(pattern.length() - i) == character ? 0 : 1);
      corner = row[i];
      row[i] = Math.min(replaced, 1 + Math.min(row[i], row[i - 1]));
    }
  }

  /** Edit distance of two short texts. */
  static int distance(String first, String second) {
    int[] row = new int[first.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int taken = 1; taken <= second.length(); taken++) {
      step(row, first, second.charAt(second.length() - taken), taken);
    }
    return row[first.length()];
  }
}
