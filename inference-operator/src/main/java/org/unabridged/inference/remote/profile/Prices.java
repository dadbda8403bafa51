package org.unabridged.inference.remote.profile;

import java.util.List;

/**
 * What tokens cost.
 *
 * @param currency three letters, such as {@code USD}
 * @param tiers by growing length of the prompt; at least one, and the last reaches any length
 */
public record Prices(String currency, List<Tier> tiers) {
  private static final double MILLION = 1e6;

  /**
   * Prices of prompts up to a length.
   *
   * @param upTo tokens of the longest prompt
   * @param input price of a million tokens read
   * @param cached price of a million tokens that were found in a cache
   * @param output price of a million tokens written
   */
  public record Tier(long upTo, double input, double cached, double output) {
    public Tier {
      for (double price : new double[] {input, cached, output}) {
        if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException("a price must not be negative: " + price);
        }
      }
      if (upTo < 1) {
        throw new IllegalArgumentException("prices up to " + upTo + " tokens");
      }
    }
  }

  public Prices {
    tiers = List.copyOf(tiers);
    if (!currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException("currency must be three letters: '" + currency + "'");
    }
    if (tiers.isEmpty() || tiers.get(tiers.size() - 1).upTo() != Long.MAX_VALUE) {
      throw new IllegalArgumentException("prices must say what prompts of any length cost");
    }
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).upTo() <= tiers.get(i - 1).upTo()) {
        throw new IllegalArgumentException("prices must go by growing length");
      }
    }
  }

  /**
   * What one request costs.
   *
   * @param read tokens of the prompt, cached ones included
   * @param cached those found in a cache
   * @param written tokens of the answer
   */
  public double cost(long read, long cached, long written) {
    Tier tier = tiers.stream().filter(each -> read <= each.upTo()).findFirst().orElseThrow();
    long found = Math.min(cached, read);
    return ((read - found) * tier.input() + found * tier.cached() + written * tier.output())
        / MILLION;
  }
}
