package org.unabridged.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.InputFiles;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.pipeline.admission.Admission;
import org.unabridged.pipeline.admission.Admission.Left;
import org.unabridged.pipeline.admission.WorkUnit;
import org.unabridged.pipeline.rows.FileReference;
import org.unabridged.pipeline.rows.FileReference.Occurrence;
import org.unabridged.pipeline.rows.References;
import org.unabridged.pipeline.state.RunProgress;
import org.unabridged.pipeline.state.RunState;

/**
 * References to all that a run only has to report: what earlier runs finished, and what is left for
 * a later one.
 *
 * @param files encoded {@link FileReference}s
 * @param contexts ids of finished contexts, each once
 */
record SettledReferences(List<String> files, List<String> contexts) {
  /** Copies the lists. */
  SettledReferences {
    files = List.copyOf(files);
    contexts = List.copyOf(contexts);
  }

  /** Takes what needs no work, and tells the progress of the run about it. */
  static SettledReferences of(Admission admission, RunState state) {
    List<String> files = new ArrayList<>();
    List<String> contexts = new ArrayList<>();
    RunProgress progress = RunProgress.of(state.runId());
    for (WorkUnit unit : admission.finished()) {
      unit.references().forEach(file -> files.add(file.encode()));
      for (String contextId : contexts(unit)) {
        if (state.inferences().claimFinished(contextId, unit.uri())) {
          contexts.add(contextId);
        }
      }
      progress.finishedBefore(unit.files().size(), unit.sizeBytes());
    }
    for (Left left : admission.left()) {
      identities(left.unit())
          .forEach(file -> files.add(FileReference.left(file, left.reason()).encode()));
      progress.left(left.unit().files().size());
    }
    return new SettledReferences(files, contexts);
  }

  /** None at all. */
  static SettledReferences none() {
    return new SettledReferences(List.of(), List.of());
  }

  /** All of them, as the tables are written from. */
  List<String> references() {
    List<String> references = FindRepetitions.mark(files);
    contexts.forEach(contextId -> references.add(References.ofContext(contextId)));
    return references;
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  private static List<String> contexts(WorkUnit unit) {
    return unit.references().stream()
        .flatMap(file -> file.occurrences().stream())
        .map(Occurrence::contextId)
        .filter(java.util.Objects::nonNull)
        .distinct()
        .toList();
  }

  private static List<ReadFile> identities(WorkUnit unit) {
    return unit.identities().isEmpty()
        ? unit.files().stream().map((InputFile file) -> InputFiles.identify(file)).toList()
        : unit.identities();
  }
}
