package org.unabridged.inference.decoding;

/**
 * How a token is chosen among those that can come next.
 *
 * @param temperature 0 takes the likeliest, 1 draws as the model says, more is flatter
 * @param topK draws from so many of the likeliest; 0 from all
 * @param topP draws from the fewest of the likeliest whose probabilities add up to this, above 0; 1
 *     from all
 * @param minP draws from those at least this probable relative to the likeliest; 0 from all
 * @param seed of the draws
 */
public record Sampling(double temperature, int topK, double topP, double minP, long seed) {
  public Sampling {
    if (!(temperature >= 0 && temperature <= 100)) {
      throw new IllegalArgumentException("temperature must lie in [0, 100]: " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top-k must not be negative: " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top-p must lie in (0, 1]: " + topP);
    }
    if (!(minP >= 0 && minP <= 1)) {
      throw new IllegalArgumentException("min-p must lie in [0, 1]: " + minP);
    }
  }

  /** Always the likeliest, of equals the first: the same text gives the same answer. */
  public static Sampling greedy() {
    return new Sampling(0, 0, 1, 0, 0);
  }

  /** Draws as the model says. */
  public static Sampling drawn(long seed) {
    return new Sampling(1, 0, 1, 0, seed);
  }
}
