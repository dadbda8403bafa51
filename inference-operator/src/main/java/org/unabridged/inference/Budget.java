package org.unabridged.inference;

import java.time.InstantSource;
import java.util.Locale;

/**
 * What a run has used and may still use. Whoever wants to use something first reserves the most
 * that it can come to, so that the limits hold whatever is in flight at the same time. Thread-safe.
 */
public final class Budget {
  private final SpendingLimits limits;
  private final InstantSource clock;
  private long tokensUsed;
  private long tokensReserved;
  private double costUsed;
  private double costReserved;
  private int open;

  private Budget(SpendingLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** A budget of which nothing is used. */
  public static Budget of(SpendingLimits limits, InstantSource clock) {
    return new Budget(limits, clock);
  }

  /**
   * Reserves the most that something can use. Where that would fit if less were in flight, waits
   * for some of it to end.
   *
   * @throws BudgetExhaustedException if it would not fit even alone, or the deadline has passed
   */
  public synchronized Reservation reserve(long tokens, double cost) {
    while (open > 0 && !overdue() && !fits(tokens + tokensReserved, cost + costReserved)) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BudgetExhaustedException("interrupted while waiting for others to end");
      }
    }
    check(tokens, cost);
    return open(tokens, cost);
  }

  private Reservation open(long tokens, double cost) {
    open++;
    tokensReserved += tokens;
    costReserved += cost;
    return new Reservation(tokens, cost);
  }

  private boolean overdue() {
    return limits.deadline() != null && !clock.instant().isBefore(limits.deadline());
  }

  private boolean fits(long tokens, double cost) {
    return (limits.maxTokens() == null || tokensUsed + tokens <= limits.maxTokens())
        && (limits.maxCost() == null || costUsed + cost <= limits.maxCost());
  }

  private void check(long tokens, double cost) {
    if (overdue()) {
      throw new BudgetExhaustedException("the deadline " + limits.deadline() + " has passed");
    }
    if (limits.maxTokens() != null && tokensUsed + tokens > limits.maxTokens()) {
      throw new BudgetExhaustedException(
          "up to %d tokens more would exceed the limit of %d: %d are used"
              .formatted(tokens, limits.maxTokens(), tokensUsed));
    }
    if (limits.maxCost() != null && costUsed + cost > limits.maxCost()) {
      throw new BudgetExhaustedException(
          String.format(
              Locale.ROOT,
              "up to %.4f more would exceed the limit of %.4f: %.4f is spent",
              cost,
              limits.maxCost(),
              costUsed));
    }
  }

  /** Tokens used, what is in flight left out. */
  public synchronized long tokensUsed() {
    return tokensUsed;
  }

  /** Money spent, what is in flight left out. */
  public synchronized double costUsed() {
    return costUsed;
  }

  /** Something in flight. Used by one thread. */
  public final class Reservation implements AutoCloseable {
    private long tokens;
    private double cost;
    private long tokensSpent;
    private double costSpent;
    private boolean closed;

    private Reservation(long tokens, double cost) {
      this.tokens = tokens;
      this.cost = cost;
    }

    /**
     * Reserves what something already begun needs beside: it neither waits nor minds the deadline.
     *
     * @throws BudgetExhaustedException if it does not fit now
     */
    public void extend(long moreTokens, double moreCost) {
      synchronized (Budget.this) {
        if (!fits(tokensReserved + moreTokens, costReserved + moreCost)) {
          throw new BudgetExhaustedException(
              "to ask again could exceed the limit: %d tokens and %s are used"
                  .formatted(tokensUsed, String.format(Locale.ROOT, "%.4f", costUsed)));
        }
        tokens += moreTokens;
        cost += moreCost;
        tokensReserved += moreTokens;
        costReserved += moreCost;
      }
    }

    /** Notes what was used of it; several times what was used each time. */
    public void spend(long moreTokens, double moreCost) {
      tokensSpent += moreTokens;
      costSpent += moreCost;
    }

    /** Gives back what was not used. */
    @Override
    public void close() {
      synchronized (Budget.this) {
        if (!closed) {
          closed = true;
          open--;
          tokensReserved -= tokens;
          costReserved = open == 0 ? 0 : costReserved - cost;
          tokensUsed += tokensSpent;
          costUsed += costSpent;
          Budget.this.notifyAll();
        }
      }
    }
  }
}
