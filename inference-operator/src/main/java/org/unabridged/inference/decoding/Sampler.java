package org.unabridged.inference.decoding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Chooses tokens by logits. Owned by one thread. */
final class Sampler {

  /** A token this much less likely than the best, in e-folds, is never drawn: 1 in 10¹³. */
  private static final float NEGLIGIBLE = 30;

  private final Sampling sampling;
  private final SplittableRandom random;

  private record Candidate(int token, double weight) {}

  Sampler(Sampling sampling) {
    this.sampling = sampling;
    this.random = new SplittableRandom(sampling.seed());
  }

  /** One of the tokens allowed, of which there is at least one. */
  int choose(float[] logits, BitSet allowed) {
    int best = best(logits, allowed);
    return sampling.temperature() == 0 || !Float.isFinite(logits[best])
        ? best
        : draw(candidates(logits, allowed, logits[best]));
  }

  private static int best(float[] logits, BitSet allowed) {
    int best = allowed.nextSetBit(0);
    for (int token = best; token >= 0; token = allowed.nextSetBit(token + 1)) {
      if (logits[token] > logits[best] || Float.isNaN(logits[best])) {
        best = token;
      }
    }
    return best;
  }

  private List<Candidate> candidates(float[] logits, BitSet allowed, float top) {
    double scale = 1 / sampling.temperature();
    double least = Math.max(Math.log(sampling.minP()), -NEGLIGIBLE);
    List<Candidate> candidates = new ArrayList<>();
    for (int token = allowed.nextSetBit(0); token >= 0; token = allowed.nextSetBit(token + 1)) {
      double exponent = (logits[token] - top) * scale;
      if (exponent >= least) {
        candidates.add(new Candidate(token, Math.exp(exponent)));
      }
    }
    candidates.sort(
        Comparator.comparingDouble(Candidate::weight).reversed().thenComparing(Candidate::token));
    return sampling.topK() > 0 && sampling.topK() < candidates.size()
        ? candidates.subList(0, sampling.topK())
        : candidates;
  }

  private int draw(List<Candidate> candidates) {
    double total = candidates.stream().mapToDouble(Candidate::weight).sum();
    double enough = total * sampling.topP();
    double kept = 0;
    int count = 0;
    while (count < candidates.size() && (count == 0 || kept < enough)) {
      kept += candidates.get(count).weight();
      count++;
    }
    double point = random.nextDouble() * kept;
    for (Candidate candidate : candidates.subList(0, count)) {
      point -= candidate.weight();
      if (point < 0) {
        return candidate.token();
      }
    }
    return candidates.get(count - 1).token();
  }

  /** The probability of a token among those allowed. */
  static double probability(float[] logits, BitSet allowed, int token) {
    double sum = 0;
    float own = logits[token];
    for (int other = allowed.nextSetBit(0); other >= 0; other = allowed.nextSetBit(other + 1)) {
      float difference = logits[other] - own;
      if (difference > -NEGLIGIBLE) {
        sum += Math.exp(difference);
      }
    }
    return sum >= 1 ? 1 / sum : Float.isFinite(own) ? 1 : 0;
  }
}
