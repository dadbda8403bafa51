package org.unabridged.pipeline.admission;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;
import org.unabridged.pipeline.admission.LastRun.Seen;

/**
 * What a run does with what it found.
 *
 * @param finished units with nothing left to do
 * @param admitted units to work on, in the order in which that begins
 * @param left units for which this run has no room, and why
 */
public record Admission(List<WorkUnit> finished, List<WorkUnit> admitted, List<Left> left) {
  /**
   * A unit that waits for another run.
   *
   * @param unit the unit
   * @param reason why, for people
   */
  public record Left(WorkUnit unit, String reason) {}

  /** Copies the lists. */
  public Admission {
    finished = List.copyOf(finished);
    admitted = List.copyOf(admitted);
    left = List.copyOf(left);
  }

  /**
   * Decides about all units. What the run before left over comes first, then the order of the
   * policy, then that of the addresses.
   */
  public static Admission of(List<WorkUnit> units, AdmissionPolicy policy, LastRun lastRun) {
    List<WorkUnit> finished = new ArrayList<>();
    List<WorkUnit> admitted = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    Integer room = policy.maxDocuments();
    int files = 0;
    for (WorkUnit unit : sorted(units, policy.order(), lastRun)) {
      if (unit.standing() == Standing.FINISHED) {
        finished.add(unit);
      } else if (policy.retry() == Retry.FAILED && !failed(unit, lastRun)) {
        left.add(new Left(unit, "only what failed before is done again in this run"));
      } else if (room != null && files + unit.files().size() > room) {
        left.add(new Left(unit, "this run takes on " + room + " documents at most"));
      } else {
        files += unit.files().size();
        admitted.add(unit);
      }
    }
    return new Admission(finished, admitted, left);
  }

  private static List<WorkUnit> sorted(List<WorkUnit> units, WorkOrder order, LastRun lastRun) {
    Comparator<WorkUnit> leftOverFirst =
        Comparator.comparing(unit -> leftOver(unit, lastRun) ? 0 : 1);
    return switch (order) {
      case SMALLEST -> byKey(units, WorkUnit::sizeBytes, leftOverFirst, Comparator.naturalOrder());
      case OLDEST -> byKey(units, Admission::changed, leftOverFirst, Comparator.naturalOrder());
      case NEWEST -> byKey(units, Admission::changed, leftOverFirst, Comparator.reverseOrder());
    };
  }

  private record Keyed(WorkUnit unit, long key) {}

  /** Looks at each file once: a file's time of change can be anything the next moment. */
  private static List<WorkUnit> byKey(
      List<WorkUnit> units,
      java.util.function.ToLongFunction<WorkUnit> key,
      Comparator<WorkUnit> first,
      Comparator<Long> order) {
    return units.stream()
        .map(
            unit ->
                new Keyed(unit, unit.standing() == Standing.FINISHED ? 0 : key.applyAsLong(unit)))
        .sorted(
            Comparator.comparing(Keyed::unit, first)
                .thenComparing(Keyed::key, order)
                .thenComparing(keyed -> keyed.unit().uri()))
        .map(Keyed::unit)
        .toList();
  }

  private static boolean leftOver(WorkUnit unit, LastRun lastRun) {
    return unit.files().stream()
        .map(file -> lastRun.find(file.uri()))
        .anyMatch(seen -> seen != null && seen.isLeftOver());
  }

  private static boolean failed(WorkUnit unit, LastRun lastRun) {
    return unit.files().stream().map(file -> lastRun.find(file.uri())).anyMatch(Admission::failed);
  }

  private static boolean failed(@Nullable Seen seen) {
    return seen != null && seen.failure() != null;
  }

  /** When the last of its files was changed; 0 for what cannot be asked. */
  private static long changed(WorkUnit unit) {
    return unit.files().stream().mapToLong(file -> changed(file.uri())).max().orElse(0);
  }

  private static long changed(String uri) {
    try {
      return uri.startsWith("file:")
          ? Files.getLastModifiedTime(Path.of(URI.create(uri))).toMillis()
          : FileSystems.matchSingleFileSpec(uri).lastModifiedMillis();
    } catch (IOException e) {
      // Reading the file will say what is wrong with it.
      return 0;
    }
  }
}
