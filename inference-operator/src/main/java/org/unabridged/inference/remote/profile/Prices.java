package org.unabridged.inference.remote.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs: by tokens, by the time of the machines that serve it, or both.
 *
 * @param currency three letters, such as {@code USD}
 * @param tiers by growing length of the prompt, the last of them for any length; empty where tokens
 *     as such cost nothing
 * @param machine what serves the model; null where its time is not paid for
 */
public record Prices(String currency, List<Tier> tiers, @Nullable Machine machine) {
  private static final double MILLION = 1e6;

  /**
   * Graphics cards that are paid by time.
   *
   * @param gpuHour price of one of them for an hour
   * @param gpus how many serve the model, those of all replicas together
   */
  public record Machine(double gpuHour, int gpus) {
    private static final double SECONDS_PER_HOUR = 3600;

    public Machine {
      if (!(gpuHour >= 0 && gpuHour < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("gpu-hour must not be negative: " + gpuHour);
      }
      if (gpus < 1) {
        throw new IllegalArgumentException("gpus must be at least 1: " + gpus);
      }
    }

    double cost(double seconds) {
      return seconds * gpus * gpuHour / SECONDS_PER_HOUR;
    }
  }

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
    if (tiers.isEmpty() && machine == null) {
      throw new IllegalArgumentException("prices must be of tokens (tiers) or of time (gpu-hour)");
    }
    if (!tiers.isEmpty() && tiers.get(tiers.size() - 1).upTo() != Long.MAX_VALUE) {
      throw new IllegalArgumentException("prices must say what prompts of any length cost");
    }
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).upTo() <= tiers.get(i - 1).upTo()) {
        throw new IllegalArgumentException("prices must go by growing length");
      }
    }
  }

  /** Prices of tokens alone. */
  public Prices(String currency, List<Tier> tiers) {
    this(currency, tiers, null);
  }

  /**
   * What the tokens of one request cost.
   *
   * @param read tokens of the prompt, cached ones included
   * @param cached those found in a cache
   * @param written tokens of the answer
   */
  public double cost(long read, long cached, long written) {
    if (tiers.isEmpty()) {
      return 0;
    }
    Tier tier = tiers.stream().filter(each -> read <= each.upTo()).findFirst().orElseThrow();
    long found = Math.min(cached, read);
    return ((read - found) * tier.input() + found * tier.cached() + written * tier.output())
        / MILLION;
  }

  /** What some time of the machine costs, in use for nothing else. */
  public double timeCost(double seconds) {
    return machine == null ? 0 : machine.cost(seconds);
  }
}
