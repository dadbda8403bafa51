package org.unabridged.pipeline.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Usage;

/**
 * The limits of a run on time and money while it runs. A piece of work is admitted only if, judged
 * by the work that ended so far, it ends within the limits together with all that is in flight; the
 * first pieces, of which nothing is known, are admitted as long as no limit is reached. So a limit
 * is exceeded by no more than what was in flight. Thread-safe.
 */
public final class RunBudget {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Clock clock;
  private final @Nullable Instant deadline;
  private final @Nullable Double maxCost;

  private long charactersDone;
  private long charactersInFlight;
  private Duration timeSpent = Duration.ZERO;
  private double spent;

  /**
   * A budget of which nothing is spent.
   *
   * @param deadline when the last piece of work should have ended; null for none
   * @param maxCost the most that may be spent; null for no limit
   */
  public RunBudget(Clock clock, @Nullable Instant deadline, @Nullable Double maxCost) {
    this.clock = clock;
    this.deadline = deadline;
    this.maxCost = maxCost;
  }

  /** A budget that admits everything. */
  public static RunBudget unlimited() {
    return new RunBudget(Clock.systemUTC(), null, null);
  }

  /** Why no further file may be parsed; null if one may. */
  public synchronized @Nullable String exhausted() {
    if (deadline != null && !clock.instant().isBefore(deadline)) {
      return "the deadline at " + atClock(deadline) + " had passed";
    }
    if (maxCost != null && spent >= maxCost) {
      return "%s of %s were spent".formatted(money(spent), money(maxCost));
    }
    return null;
  }

  /**
   * Asks for one piece of work. When it is admitted it is in flight until {@link #ended}.
   *
   * @param characters its length
   * @return why it may not begin; null if it may
   */
  public synchronized @Nullable String admit(long characters) {
    String reason = exhausted();
    if (reason == null) {
      reason = tooLate(characters);
    }
    if (reason == null) {
      reason = tooExpensive(characters);
    }
    if (reason == null) {
      charactersInFlight += characters;
    }
    return reason;
  }

  /**
   * An admitted piece of work ended.
   *
   * @param characters its length
   * @param took how long it was in flight
   * @param usage what it cost
   */
  public synchronized void ended(long characters, Duration took, Usage usage) {
    charactersInFlight -= characters;
    charactersDone += characters;
    timeSpent = timeSpent.plus(took);
    Double cost = usage.cost();
    spent += cost == null ? 0 : cost;
  }

  /** What was spent so far. */
  public synchronized double spent() {
    return spent;
  }

  private @Nullable String tooLate(long characters) {
    if (deadline == null || charactersDone == 0) {
      return null;
    }
    double perCharacter = (double) timeSpent.toNanos() / charactersDone;
    Instant end = clock.instant().plusNanos((long) (perCharacter * characters));
    return end.isAfter(deadline)
        ? "it would have lasted beyond the deadline at " + atClock(deadline)
        : null;
  }

  private @Nullable String tooExpensive(long characters) {
    if (maxCost == null || charactersDone == 0) {
      return null;
    }
    double expected = spent + spent / charactersDone * (charactersInFlight + characters);
    return expected > maxCost
        ? "it would have cost more than is left of %s (%s are spent)"
            .formatted(money(maxCost), money(spent))
        : null;
  }

  private static String atClock(Instant time) {
    return CLOCK.format(time.atZone(ZoneId.systemDefault()));
  }

  private static String money(double amount) {
    return String.format(Locale.ROOT, "%.2f", amount);
  }
}
