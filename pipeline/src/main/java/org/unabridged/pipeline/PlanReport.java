package org.unabridged.pipeline;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Forecast;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.Window;
import org.unabridged.pipeline.admission.Explanation;
import org.unabridged.pipeline.rows.FailureCategory;

/**
 * What a run would have to do.
 *
 * @param files each input file, in the order of the addresses
 * @param failures documents that cannot be parsed, by category
 * @param contextsReused contexts that are read already
 * @param contexts contexts that the model would have to read, in the order of the work
 * @param windows the model's windows, by growing size
 * @param parsing how long parsing took now, which a run is now spared
 * @param speed how fast the model reads; null when nothing is known of that
 * @param outlook what is left out by the limits
 */
public record PlanReport(
    List<Explanation> files,
    Map<FailureCategory, Long> failures,
    long contextsReused,
    List<PlannedContext> contexts,
    List<Window> windows,
    Duration parsing,
    @Nullable ReadingSpeed speed,
    Outlook outlook) {

  /**
   * A context that is still to be read.
   *
   * @param contextId the context
   * @param uri address of its first file
   * @param documents how many it holds
   * @param forecast what reading it would take
   * @param window the smallest window that holds it; null when none does
   */
  public record PlannedContext(
      String contextId, String uri, int documents, Forecast forecast, @Nullable Window window) {}

  /**
   * What the limits of the run leave of the work.
   *
   * @param contexts contexts that would be read
   * @param leftByCount files for which there is no room, see {@link Explanation}
   * @param leftByDeadline contexts that would not be read before the deadline
   * @param leftByCost contexts for which the money or the tokens would not suffice
   * @param tokensSent tokens that would be sent to the model
   * @param mostCost the most that they would cost; null without prices
   * @param expectedCost what they would cost at the rate of the last run; null if that is unknown
   * @param time how long reading would take; null when the speed is unknown
   */
  public record Outlook(
      long contexts,
      long leftByCount,
      long leftByDeadline,
      long leftByCost,
      long tokensSent,
      @Nullable Double mostCost,
      @Nullable Double expectedCost,
      @Nullable Duration time) {}

  /** Copies the collections. */
  public PlanReport {
    files = List.copyOf(files);
    Map<FailureCategory, Long> sorted = new EnumMap<>(FailureCategory.class);
    sorted.putAll(failures);
    failures = Collections.unmodifiableMap(sorted);
    contexts = List.copyOf(contexts);
    windows = List.copyOf(windows);
  }

  /** Contexts that no window holds. */
  public long refused() {
    return contexts.stream().filter(context -> context.window() == null).count();
  }

  /** Contexts that take a window. */
  public long taking(Window window) {
    return contexts.stream().filter(context -> window.equals(context.window())).count();
  }

  /** Whether some tokens are an upper bound. */
  public boolean isEstimated() {
    return contexts.stream().anyMatch(each -> each.forecast().count() == TokenCount.ESTIMATE);
  }
}
