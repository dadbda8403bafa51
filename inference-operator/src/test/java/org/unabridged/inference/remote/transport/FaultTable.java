package org.unabridged.inference.remote.transport;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.scripted.Fault;
import org.unabridged.inference.remote.scripted.FaultPlan;

/**
 * Prints what becomes of 500 documents when a fifth of all requests meets a fault, for each fault.
 * Arguments: dialects; none for all. Exits with 1 if any document was lost or wrong.
 */
final class FaultTable {
  private static final int DOCUMENTS = 500;
  private static final double SHARE = 0.2;
  private static final long SEED = 4;

  private FaultTable() {}

  public static void main(String[] arguments) throws IOException {
    List<Dialect> dialects =
        arguments.length == 0
            ? List.of(Dialect.values())
            : Arrays.stream(arguments)
                .map(name -> Dialect.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
    System.out.printf(
        "%d documents, %.0f %% of requests with the fault, seed %d, JDK %s%n",
        DOCUMENTS, 100 * SHARE, SEED, Runtime.version());
    System.out.printf(
        "%-13s %-30s %5s %5s %6s %6s %7s %7s %6s%n",
        "dialect", "fault", "met", "asked", "right", "fenced", "not all", "failed", "wrong");
    boolean good = true;
    for (Dialect dialect : dialects) {
      for (Fault fault : Fault.values()) {
        good &= print(dialect, fault);
      }
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean print(Dialect dialect, Fault fault) throws IOException {
    FaultRun run = FaultRun.of(dialect, DOCUMENTS, FaultPlan.share(SHARE, SEED, List.of(fault)));
    System.out.printf(
        "%-13s %-30s %5d %5d %6d %6d %7d %7d %6d %s%n",
        dialect.label(),
        fault.name().toLowerCase(Locale.ROOT),
        run.count(fault),
        run.asked(),
        run.count(FaultRun.Outcome.RIGHT),
        run.count(FaultRun.Outcome.RIGHT_IN_FENCE),
        run.count(FaultRun.Outcome.NOT_WHOLLY_READ),
        run.count(FaultRun.Outcome.FAILED),
        run.count(FaultRun.Outcome.WRONG),
        run.failures().isEmpty() ? "" : run.failures());
    int all = run.outcomes().values().stream().mapToInt(Integer::intValue).sum();
    return all == DOCUMENTS && run.count(FaultRun.Outcome.WRONG) == 0;
  }
}
