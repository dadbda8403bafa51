package org.unabridged.pipeline.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.ingestion.InputFile;
import org.unabridged.pipeline.admission.Admission.Left;
import org.unabridged.pipeline.admission.LastRun.Seen;
import org.unabridged.pipeline.rows.FailureCategory;

class AdmissionTest {
  private static final AdmissionPolicy ALL = AdmissionPolicy.unlimited();

  @Test
  void beginsWithWhatWasLeftOverThenWithTheSmallest() {
    LastRun lastRun = lastRun(Map.of("large", FailureCategory.BUDGET_EXHAUSTED));

    Admission admission =
        Admission.of(
            List.of(unit("b", 5), unit("a", 5), unit("large", 90), unit("c", 1)), ALL, lastRun);

    assertThat(admitted(admission)).containsExactly("large", "c", "a", "b");
  }

  @Test
  void ordersByTheTimeOfTheLastChange(@TempDir Path folder) throws IOException {
    WorkUnit old = file(folder.resolve("z-old"), 1);
    WorkUnit recent = file(folder.resolve("a-recent"), 3);
    WorkUnit between = file(folder.resolve("m-between"), 2);
    List<WorkUnit> units = List.of(recent, between, old);

    assertThat(Admission.of(units, ALL.withOrder(WorkOrder.OLDEST), LastRun.none()).admitted())
        .containsExactly(old, between, recent);
    assertThat(Admission.of(units, ALL.withOrder(WorkOrder.NEWEST), LastRun.none()).admitted())
        .containsExactly(recent, between, old);
  }

  @Test
  void countsOnlyWhatThereIsToDoAgainstTheMostDocuments() {
    WorkUnit finished =
        new WorkUnit(List.of(input("done", 1)), Standing.FINISHED, List.of(), List.of());

    Admission admission =
        Admission.of(
            List.of(finished, unit("a", 1), unit("b", 2), unit("c", 3)),
            ALL.withMaxDocuments(2),
            LastRun.none());

    assertThat(admission.finished()).containsExactly(finished);
    assertThat(admitted(admission)).containsExactly("a", "b");
    assertThat(left(admission)).containsExactly("c: this run takes on 2 documents at most");
  }

  @Test
  void takesAFolderWholeOrNotAtAll() {
    WorkUnit folder =
        new WorkUnit(
            List.of(input("f/1", 1), input("f/2", 1)), Standing.TO_PARSE, List.of(), List.of());

    Admission admission =
        Admission.of(List.of(unit("a", 1), folder), ALL.withMaxDocuments(2), LastRun.none());

    assertThat(admitted(admission)).containsExactly("a");
    assertThat(admission.left()).extracting(Left::unit).containsExactly(folder);
  }

  @Test
  void triesOnlyWhatFailedWhenAskedTo() {
    LastRun lastRun =
        lastRun(
            Map.of(
                "refused", FailureCategory.MODEL_REFUSED,
                "late", FailureCategory.BUDGET_EXHAUSTED));

    Admission admission =
        Admission.of(
            List.of(unit("late", 1), unit("new", 1), unit("refused", 1)),
            ALL.withRetry(Retry.FAILED),
            lastRun);

    assertThat(admitted(admission)).containsExactly("late", "refused");
    assertThat(left(admission))
        .containsExactly("new: only what failed before is done again in this run");
  }

  private static LastRun lastRun(Map<String, FailureCategory> failures) {
    Map<String, Seen> files = new java.util.HashMap<>();
    failures.forEach((uri, category) -> files.put(uri, new Seen("id", category)));
    return new LastRun(files, null, null, null);
  }

  private static List<String> admitted(Admission admission) {
    return admission.admitted().stream().map(WorkUnit::uri).toList();
  }

  private static List<String> left(Admission admission) {
    return admission.left().stream().map(left -> left.unit().uri() + ": " + left.reason()).toList();
  }

  private static WorkUnit unit(String uri, long sizeBytes) {
    return new WorkUnit(List.of(input(uri, sizeBytes)), Standing.TO_PARSE, List.of(), List.of());
  }

  private static InputFile input(String uri, long sizeBytes) {
    return new InputFile(uri, sizeBytes);
  }

  private static WorkUnit file(Path path, long changedSecond) throws IOException {
    Files.writeString(path, "text");
    Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(changedSecond)));
    return unit(path.toUri().toString(), 4);
  }
}
