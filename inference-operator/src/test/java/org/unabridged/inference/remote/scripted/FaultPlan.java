package org.unabridged.inference.remote.scripted;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Which requests meet a fault, and which. Told of one request after the other. */
public interface FaultPlan {

  /**
   * The fault of a request, or null for none.
   *
   * @param number of the request for an answer, from 0
   */
  @Nullable Fault fault(long number);

  /** All goes well. */
  static FaultPlan none() {
    return number -> null;
  }

  /** Every request. */
  static FaultPlan always(Fault fault) {
    return number -> fault;
  }

  /** The first requests, then no more. */
  static FaultPlan first(int requests, Fault fault) {
    return number -> number < requests ? fault : null;
  }

  /** A share of the requests, drawn by a seed, with one of these faults each. */
  static FaultPlan share(double share, long seed, List<Fault> faults) {
    return number -> {
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
      // the first draws of neighbouring seeds are alike
      random.nextLong();
      return random.nextDouble() < share ? faults.get(random.nextInt(faults.size())) : null;
    };
  }
}
