package org.unabridged.inference.tensor;

/** Which experts a row goes to. */
final class Routing {

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
