package org.unabridged.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.InputFiles;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.pipeline.admission.Standing;
import org.unabridged.pipeline.admission.WorkUnit;
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.state.StoredContext;
import org.unabridged.pipeline.state.StoredFile;

/**
 * Finds out how far the store is with each input, before anything is done: of an unchanged file it
 * reads the bytes, to hash them, and a few hundred bytes of the store. What is finished never
 * enters the stages that parse and infer, in which every element costs milliseconds.
 */
final class Survey {
  private final Grouping grouping;
  private final RunState state;

  private Survey(Grouping grouping, RunState state) {
    this.grouping = grouping;
    this.state = state;
  }

  /**
   * Looks at all inputs.
   *
   * @param inputs in order of their addresses
   * @param threads how many to look at side by side
   */
  static List<WorkUnit> of(List<InputFile> inputs, Grouping grouping, RunState state, int threads) {
    List<List<InputFile>> units = grouping.units(inputs);
    if (state.extractions().isEmpty()) {
      return units.stream().map(Survey::unknown).toList();
    }
    Survey survey = new Survey(grouping, state);
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> units.parallelStream().map(survey::look).toList()).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at the inputs", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot look at the inputs: " + e.getCause(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static WorkUnit unknown(List<InputFile> files) {
    return new WorkUnit(files, Standing.TO_PARSE, List.of(), List.of());
  }

  private WorkUnit look(List<InputFile> files) {
    List<ReadFile> read = files.stream().map(InputFiles::identify).toList();
    List<@Nullable StoredFile> stored = new ArrayList<>();
    for (ReadFile file : read) {
      String fileId = file.fileId();
      StoredFile finished = fileId == null ? null : state.extractions().finished(fileId);
      if (fileId != null && finished == null) {
        return new WorkUnit(files, Standing.TO_PARSE, read, List.of());
      }
      stored.add(finished);
    }
    UnitContexts unit = UnitContexts.of(grouping, read, Collections.unmodifiableList(stored));
    return new WorkUnit(files, standing(unit), read, unit.references());
  }

  private Standing standing(UnitContexts unit) {
    return unit.contexts().stream()
            .map(StoredContext::contextId)
            .allMatch(state.inferences()::isFinished)
        ? Standing.FINISHED
        : Standing.TO_INFER;
  }
}
