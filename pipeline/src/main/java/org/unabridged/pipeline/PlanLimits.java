package org.unabridged.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Forecast;
import org.unabridged.pipeline.PlanReport.Outlook;
import org.unabridged.pipeline.PlanReport.PlannedContext;

/**
 * The limits of a run on what is planned: goes through the work in its order and leaves what does
 * not fit any more, as the run will.
 *
 * @param deadline when the last piece should have ended; null for none
 * @param maxCost the most money; null for no limit
 * @param maxTokens the most tokens sent and written; null for no limit
 * @param speed null when unknown, so that nothing is left for the time it takes
 */
record PlanLimits(
    @Nullable Instant deadline,
    @Nullable Double maxCost,
    @Nullable Long maxTokens,
    @Nullable ReadingSpeed speed) {

  static PlanLimits of(RunRequest request, @Nullable ReadingSpeed speed) {
    return new PlanLimits(
        request.admission().deadline(),
        request.admission().maxCost(),
        request.runtime().servers().limits().maxTokens(),
        speed);
  }

  Outlook outlook(List<PlannedContext> contexts, long leftByCount, Instant start) {
    Sums sums = new Sums();
    for (PlannedContext context : contexts) {
      if (context.window() != null) {
        add(context.forecast(), sums, start);
      }
    }
    return new Outlook(
        sums.contexts,
        leftByCount,
        sums.late,
        sums.expensive,
        sums.sent,
        sums.priced ? Double.valueOf(sums.mostCost) : null,
        expectedCost(sums.sent),
        time(sums.sent));
  }

  private void add(Forecast forecast, Sums sums, Instant start) {
    long sent = sums.sent + forecast.tokensSent();
    Double most = forecast.mostCost();
    double cost = sums.mostCost + (most == null ? 0 : most);
    long used = sums.used + forecast.tokensSent() + forecast.mostTokensOut();
    Duration time = time(sent);
    if (deadline != null && time != null && start.plus(time).isAfter(deadline)) {
      sums.late++;
    } else if (exceeds(sent, cost, used)) {
      sums.expensive++;
    } else {
      sums.contexts++;
      sums.sent = sent;
      sums.used = used;
      sums.mostCost = cost;
      sums.priced |= most != null;
    }
  }

  private boolean exceeds(long sent, double cost, long used) {
    Double expected = expectedCost(sent);
    return maxCost != null && (expected == null ? cost : expected) > maxCost
        || maxTokens != null && used > maxTokens;
  }

  private @Nullable Double expectedCost(long sent) {
    Double perToken = speed == null ? null : speed.costPerToken();
    return perToken == null ? null : Double.valueOf(perToken * sent);
  }

  private @Nullable Duration time(long sent) {
    return speed == null
        ? null
        : Duration.ofMillis(Math.round(1e3 * sent / speed.tokensPerSecond()));
  }

  /** What fits so far, and what did not. */
  private static final class Sums {
    private long contexts;
    private long late;
    private long expensive;
    private long sent;
    private long used;
    private double mostCost;
    private boolean priced;
  }
}
