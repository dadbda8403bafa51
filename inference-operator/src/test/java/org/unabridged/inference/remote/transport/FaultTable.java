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
 * Arguments: dialects and faults, such as {@code ollama hang}; all where none is named. Exits with
 * 1 if any document was lost or wrong.
 */
final class FaultTable {
  private static final int DOCUMENTS = 500;
  private static final double SHARE = 0.2;
  private static final long SEED = 4;

  private FaultTable() {}

  public static void main(String[] arguments) throws IOException {
    List<Dialect> dialects = named(Dialect.values(), arguments);
    List<Fault> faults = named(Fault.values(), arguments);
    if (arguments.length > 0 && dialects.size() + faults.size() < arguments.length) {
      throw new IllegalArgumentException("dialects and faults only: " + List.of(arguments));
    }
    System.out.printf(
        "%d documents, %.0f %% of requests with the fault, seed %d, JDK %s%n",
        DOCUMENTS, 100 * SHARE, SEED, Runtime.version());
    System.out.printf(
        "%-13s %-30s %5s %5s %6s %6s %7s %7s %6s%n",
        "dialect", "fault", "met", "asked", "right", "fenced", "not all", "failed", "wrong");
    boolean good = true;
    for (Dialect dialect : dialects) {
      for (Fault fault : faults) {
        good &= print(dialect, fault);
      }
    }
    System.exit(good ? 0 : 1);
  }

  /** Those that are named; all if none is. */
  private static <E extends Enum<E>> List<E> named(E[] all, String[] names) {
    List<String> wanted =
        Arrays.stream(names).map(name -> name.toUpperCase(Locale.ROOT).replace('-', '_')).toList();
    List<E> some = Arrays.stream(all).filter(each -> wanted.contains(each.name())).toList();
    return some.isEmpty() ? List.of(all) : some;
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
