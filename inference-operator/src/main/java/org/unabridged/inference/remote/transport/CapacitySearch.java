package org.unabridged.inference.remote.transport;

/**
 * Finds how many requests in flight a server makes use of, by trying.
 *
 * <p>Servers of language models queue without saying so, and how long a request takes depends on
 * its length more than on load. So what is looked at is not latency but work done per second: it
 * grows with the requests in flight until the server is busy, and then no more. While more of them
 * bring more, their number doubles. When they do not, the capacity is where the two lines meet: the
 * known number times the gain. A tenth and one more are kept in flight, so that the server never
 * waits for the next request. If not even the first number was needed, it is halved until that
 * costs throughput. Later, now and then, more and fewer are tried in turn.
 *
 * <p>A server that says it is overloaded is believed: what is allowed falls to the number of
 * requests that were sent before the refused one and still run, but at most by half, and not again
 * before one was answered that was sent after the fall. An outage thus costs a half, and a fixed
 * limit is found.
 *
 * <p>The rate is that of Little's law: the number in flight, times the work done, by the time that
 * the requests which did it were in flight. Unlike a count by the clock it is not thrown by
 * requests that end together. It is taken only while requests wait, in rounds of as many
 * completions as may be in flight; as many before a round, sent under the old number, are left out.
 * Not thread-safe.
 */
final class CapacitySearch {

  /** How much more than the capacity found is kept in flight. */
  private static final double HEADROOM = 1.1;

  /**
   * Rounds at rest before a trial. One of fewer requests costs less than half of a round, so these
   * keep the loss below a hundredth.
   */
  private static final int REST = 64;

  /** Rounds at rest after an overload, which may have been an outage. */
  private static final int REST_AFTER_OVERLOAD = 8;

  /** A rate that is this much lower than before makes a trial due at once. */
  private static final double DROP = 0.7;

  private static final double MORE = 1.25;
  private static final double FEWER = 0.7;

  private final int most;
  private int limit;
  private int ceiling;
  private Phase phase = Phase.GROWING;

  /** A number of requests and the rate measured with it; 0 for none yet. */
  private int knownLimit;

  private double knownRate;

  /** Whether the known number brought more than half of it did, so that fewer need no try. */
  private boolean gained;

  /** What shrinking began with, and does not end above. */
  private int highest;

  private int rest = REST;
  private int rested;
  private Phase nextTrial = Phase.SHRINKING;
  private boolean onTrial;
  private Round round;
  private long fell = Long.MIN_VALUE;
  private boolean answeredSinceFall = true;

  private enum Phase {
    GROWING,
    SHRINKING,
    RESTING
  }

  CapacitySearch(int first, int most) {
    this.limit = first;
    this.most = most;
    this.ceiling = most;
    this.round = new Round(0, first);
  }

  /** How many requests may be in flight, at least 1. */
  int limit() {
    return limit;
  }

  /**
   * A request was answered while fewer were in flight than could be: the rate would say nothing.
   *
   * @param sent when, in nanoseconds
   */
  void idle(long sent) {
    answeredSinceFall |= sent >= fell;
    round = new Round(limit, limit);
  }

  /**
   * A request was answered while all places were taken and others waited.
   *
   * @param work that it was, in any unit
   * @param sent when, in nanoseconds
   * @param now in nanoseconds
   */
  void finished(double work, long sent, long now) {
    answeredSinceFall |= sent >= fell;
    if (round.isCompletedBy(work, now - sent)) {
      double rate = limit * round.workPerTime();
      round = new Round(0, limit);
      measured(rate);
    }
  }

  /**
   * The server refused a request as too much, or did not answer it in time.
   *
   * @param olderInFlight requests sent before it that still run
   * @param sent when it was, in nanoseconds
   */
  void overloaded(int olderInFlight, long sent, long now) {
    if (sent < fell || !answeredSinceFall) {
      return;
    }
    int fallen = Math.max(1, Math.min(limit, Math.max(olderInFlight, limit / 2)));
    ceiling = onTrial ? fallen : Math.max(fallen, (fallen + limit - 1) / 2);
    fell = now;
    answeredSinceFall = false;
    rest = REST_AFTER_OVERLOAD;
    onTrial = false;
    knownLimit = 0;
    change(Phase.GROWING, fallen);
  }

  private void measured(double rate) {
    switch (phase) {
      case GROWING -> grown(rate);
      case SHRINKING -> shrunk(rate);
      case RESTING -> rested(rate);
    }
  }

  private void grown(double rate) {
    boolean first = knownLimit == 0;
    double gain = first ? 0 : rate / knownRate;
    double fullGain = first ? 0 : (double) limit / knownLimit;
    if (first || gain >= (1 + fullGain) / 2) {
      gained = !first;
      know(limit, rate);
      if (limit >= ceiling) {
        rest(limit);
      } else {
        change(Phase.GROWING, Math.min(ceiling, 2 * limit));
      }
    } else if (onTrial) {
      rest(knownLimit);
    } else if (!gained && gain < 1 + (fullGain - 1) / 8 && knownLimit > 1) {
      knownRate = Math.max(knownRate, rate);
      highest = limit;
      change(Phase.SHRINKING, knownLimit / 2);
    } else {
      rest(withHeadroom(knownLimit * Math.max(1, gain)));
    }
  }

  private void shrunk(double rate) {
    double fullLoss = (double) limit / knownLimit;
    boolean free = rate >= knownRate * (1 + fullLoss) / 2;
    if (free && limit > 1) {
      know(limit, Math.max(rate, knownRate));
      change(Phase.SHRINKING, limit / 2);
    } else {
      double capacity = free ? 1 : limit * knownRate / rate;
      rest(Math.min(highest, withHeadroom(capacity)));
    }
  }

  private static int withHeadroom(double capacity) {
    return (int) Math.min(Integer.MAX_VALUE - 1, capacity * HEADROOM) + 1;
  }

  private void rested(double rate) {
    if (knownLimit == limit && rate < DROP * knownRate) {
      nextTrial = Phase.SHRINKING;
      rested = rest;
      know(limit, rate);
    } else {
      know(limit, knownLimit == limit ? 0.8 * knownRate + 0.2 * rate : rate);
    }
    rested++;
    if (rested >= rest) {
      trial();
    }
  }

  private void trial() {
    Phase trial = nextTrial;
    nextTrial = trial == Phase.GROWING ? Phase.SHRINKING : Phase.GROWING;
    rested = 0;
    rest = REST;
    int number =
        trial == Phase.GROWING
            ? Math.min(most, Math.max(limit + 1, (int) (limit * MORE)))
            : Math.max(Math.min(limit, 2), (int) (limit * FEWER));
    if (number == limit) {
      return;
    }
    ceiling = most;
    highest = limit;
    onTrial = true;
    change(trial, number);
  }

  private void know(int number, double rate) {
    knownLimit = number;
    knownRate = rate;
  }

  private void rest(int number) {
    onTrial = false;
    change(Phase.RESTING, number);
  }

  private void change(Phase newPhase, int newLimit) {
    phase = newPhase;
    int old = limit;
    limit = Math.max(1, Math.min(newLimit, Math.min(ceiling, most)));
    if (limit != old) {
      round = new Round(old, limit);
    }
  }

  /** Completions that are left out, then some that are measured. */
  private static final class Round {

    /** Fewest completions of a round: fewer measure nothing but chance. */
    private static final int SHORTEST = 16;

    private int leftOut;
    private int missing;
    private double work;
    private double time;

    Round(int leftOut, int completions) {
      this.leftOut = leftOut;
      this.missing = Math.max(SHORTEST, completions);
    }

    boolean isCompletedBy(double moreWork, long moreTime) {
      if (leftOut > 0) {
        leftOut--;
        return false;
      }
      work += moreWork;
      time += Math.max(1, moreTime);
      missing--;
      return missing == 0;
    }

    double workPerTime() {
      return work / time;
    }
  }
}
