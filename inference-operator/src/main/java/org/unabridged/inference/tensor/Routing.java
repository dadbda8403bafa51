package org.unabridged.inference.tensor;

import java.util.Arrays;

/** Which experts a row goes to, and which rows an expert gets. */
public final class Routing {

  private Routing() {}

  /** Writes {@code used} experts and their shares, from {@code first} on. */
  static void choose(
      float[] logits, int offset, int experts, int[] chosen, int first, int used, float[] shares) {
    for (int rank = 0; rank < used; rank++) {
      chosen[first + rank] = highest(logits, offset, experts, chosen, first, rank);
    }
    float top = logits[offset + chosen[first]];
    float sum = 0;
    for (int i = first; i < first + used; i++) {
      shares[i] = Activations.exp(logits[offset + chosen[i]] - top);
      sum += shares[i];
    }
    for (int i = first; i < first + used; i++) {
      shares[i] /= sum;
    }
  }

  /**
   * Sorts choices by expert, those of one expert in the order in which they stand; a counting sort.
   *
   * @param chosen the expert of each choice
   * @param choices how many of them count
   * @param order receives the choices, those of expert 0 first
   * @param starts receives where in the order each expert starts and, in one place more than there
   *     are experts, where the last one ends
   */
  public static void sort(int[] chosen, int choices, int[] order, int[] starts) {
    Arrays.fill(starts, 0);
    for (int i = 0; i < choices; i++) {
      starts[chosen[i] + 1]++;
    }
    for (int expert = 1; expert < starts.length; expert++) {
      starts[expert] += starts[expert - 1];
    }
    for (int i = 0; i < choices; i++) {
      order[starts[chosen[i]]++] = i;
    }
    // each start has moved on to that of the next expert
    System.arraycopy(starts, 0, starts, 1, starts.length - 1);
    starts[0] = 0;
  }

  /** The best expert that is not taken, the lowest number among equals. */
  private static int highest(
      float[] logits, int offset, int experts, int[] chosen, int first, int taken) {
    int best = -1;
    for (int expert = 0; expert < experts; expert++) {
      // most are ruled out here, before the taken ones are looked at
      boolean better = best < 0 || logits[offset + expert] > logits[offset + best];
      if (better && !contains(chosen, first, taken, expert)) {
        best = expert;
      }
    }
    return best;
  }

  private static boolean contains(int[] chosen, int first, int count, int expert) {
    for (int i = first; i < first + count; i++) {
      if (chosen[i] == expert) {
        return true;
      }
    }
    return false;
  }
}
