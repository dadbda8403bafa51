package org.unabridged.pipeline.admission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much work a run takes on, and in which order. What is finished already is always reported and
 * counts for nothing here.
 *
 * @param order what is done first
 * @param retry which work it looks for
 * @param deadline when the last piece of work should have ended; null for none
 * @param maxDocuments the most input files to work on; null for all
 * @param maxCost the most that may be spent, in the currency of the configured prices; null for no
 *     limit
 */
public record AdmissionPolicy(
    WorkOrder order,
    Retry retry,
    @Nullable Instant deadline,
    @Nullable Integer maxDocuments,
    @Nullable Double maxCost) {
  /** Checks the limits. */
  public AdmissionPolicy {
    if (maxDocuments != null && maxDocuments < 0) {
      throw new IllegalArgumentException("maxDocuments must not be negative: " + maxDocuments);
    }
    if (maxCost != null && !(maxCost >= 0 && maxCost < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("maxCost must not be negative: " + maxCost);
    }
  }

  /** Everything, the smallest first, however long it takes. */
  public static AdmissionPolicy unlimited() {
    return new AdmissionPolicy(WorkOrder.SMALLEST, Retry.EVERYTHING, null, null, null);
  }

  /** The same limits with another order. */
  public AdmissionPolicy withOrder(WorkOrder newOrder) {
    return new AdmissionPolicy(newOrder, retry, deadline, maxDocuments, maxCost);
  }

  /** The same limits on other work. */
  public AdmissionPolicy withRetry(Retry newRetry) {
    return new AdmissionPolicy(order, newRetry, deadline, maxDocuments, maxCost);
  }

  /** The same with this deadline. */
  public AdmissionPolicy withDeadline(@Nullable Instant newDeadline) {
    return new AdmissionPolicy(order, retry, newDeadline, maxDocuments, maxCost);
  }

  /** The same with this limit on files. */
  public AdmissionPolicy withMaxDocuments(@Nullable Integer newMaximum) {
    return new AdmissionPolicy(order, retry, deadline, newMaximum, maxCost);
  }

  /** The same with this limit on money. */
  public AdmissionPolicy withMaxCost(@Nullable Double newMaximum) {
    return new AdmissionPolicy(order, retry, deadline, maxDocuments, newMaximum);
  }

  /** Whether some work may have to wait, so that it matters what is done first. */
  public boolean isLimited() {
    return retry == Retry.FAILED || deadline != null || maxDocuments != null || maxCost != null;
  }
}
