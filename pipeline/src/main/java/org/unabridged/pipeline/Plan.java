package org.unabridged.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Forecast;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.Window;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.ingestion.ReadIntoStore;
import org.unabridged.pipeline.PlanReport.PlannedContext;
import org.unabridged.pipeline.admission.Admission;
import org.unabridged.pipeline.admission.Explanation;
import org.unabridged.pipeline.admission.LastRun;
import org.unabridged.pipeline.admission.Standing;
import org.unabridged.pipeline.admission.WorkUnit;
import org.unabridged.pipeline.rows.FailureCategory;
import org.unabridged.pipeline.rows.FileReference.Occurrence;
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.state.StoredContext;
import org.unabridged.pipeline.state.StoredFailure;
import org.unabridged.pipeline.state.StoredFile;
import org.unabridged.pipeline.state.StoredResult;

/**
 * Finds out what a run would have to do, without doing it: parses what has to be parsed, which the
 * run is then spared, counts tokens, and reads at most a few documents to see how fast that goes.
 * Writes no run, and needs no lock, so that a run may start meanwhile.
 */
public final class Plan {
  private final RunRequest request;
  private final ModelHandler model;
  private final RunState state;
  private final int samples;

  private Plan(RunRequest request, ModelHandler model, RunState state, int samples) {
    this.request = request;
    this.model = model;
    this.state = state;
    this.samples = samples;
  }

  /**
   * Makes the plan of a run.
   *
   * @param samples how many documents to measure the model's speed with; 0 for what earlier runs
   *     say
   * @throws UnusableOutputException if the state folder cannot be written to
   */
  public static PlanReport of(
      RunRequest request, int samples, Machinery machinery, List<InputFile> inputs) {
    String id = "plan-" + UUID.randomUUID();
    Path own = ownFolder(request);
    try {
      ModelHandler model = machinery.model();
      RunState state =
          RunState.open(
              request.state(),
              own,
              id,
              request.parser().fingerprint(),
              RunState.inferenceFingerprint(
                  request.questions().fingerprint(), model.description().fingerprint()));
      return new Plan(request, model, state, samples).make(inputs);
    } finally {
      RunState.close(own, id);
      RunState.remove(own);
    }
  }

  /** Failures of this plan are seen by nobody else. */
  private static Path ownFolder(RunRequest request) {
    try {
      Files.createDirectories(request.state());
      return Files.createTempDirectory("unabridged-plan-");
    } catch (IOException e) {
      throw UnusableOutputException.ofState(request.state(), e);
    }
  }

  /**
   * A unit with what is in it.
   *
   * @param uri address of its first file
   * @param contexts what the model would read of it
   * @param failures documents of it that cannot be parsed
   */
  private record Parsed(String uri, List<StoredContext> contexts, List<FailureCategory> failures) {}

  /** A context that the model has not read, and where it comes from. */
  private record Unread(StoredContext context, String uri) {}

  private PlanReport make(List<InputFile> inputs) {
    LastRun lastRun = Run.lastRun(request.output());
    List<WorkUnit> units =
        Survey.of(inputs, request.grouping(), state, request.runtime().threads());
    Admission admission = Admission.of(units, request.admission(), lastRun);
    long start = System.nanoTime();
    List<Parsed> parsed = each(admission.admitted(), this::parse);
    Duration parsing = Duration.ofNanos(System.nanoTime() - start);
    Set<String> known = finished(admission);
    List<Unread> unread = unread(parsed, known);
    List<Window> windows = model.windows();
    List<PlannedContext> contexts = each(unread, each -> planned(each, windows));
    ReadingSpeed speed = speed(contexts);
    return new PlanReport(
        explanations(admission, lastRun),
        failures(parsed),
        known.size(),
        contexts,
        windows,
        parsing,
        speed,
        PlanLimits.of(request, speed).outlook(contexts, files(admission.left()), Instant.now()));
  }

  private Parsed parse(WorkUnit unit) {
    ReadIntoStore reader = new ReadIntoStore(request.parser(), state.extractions());
    List<ReadFile> files =
        unit.standing() == Standing.TO_PARSE
            ? unit.files().stream().map(reader::read).toList()
            : unit.identities();
    List<@Nullable StoredFile> stored = new ArrayList<>();
    List<FailureCategory> failures = new ArrayList<>();
    for (ReadFile file : files) {
      String fileId = file.fileId();
      StoredFile content = fileId == null ? null : state.extractions().file(fileId);
      stored.add(content);
      failures.addAll(content == null ? List.of(FailureCategory.UNREADABLE) : failures(content));
    }
    return new Parsed(
        unit.uri(), UnitContexts.of(request.grouping(), files, stored).contexts(), failures);
  }

  private static List<FailureCategory> failures(StoredFile file) {
    List<FailureCategory> failures = new ArrayList<>();
    for (StoredResult result : file.results()) {
      if (result instanceof StoredFailure failure) {
        failures.add(FailureCategory.valueOf(failure.category().name()));
      }
    }
    return failures;
  }

  private static Map<FailureCategory, Long> failures(List<Parsed> parsed) {
    Map<FailureCategory, Long> failures = new EnumMap<>(FailureCategory.class);
    parsed.forEach(each -> each.failures().forEach(what -> failures.merge(what, 1L, Long::sum)));
    return failures;
  }

  /** Ids of the contexts that finished units consist of. */
  private static Set<String> finished(Admission admission) {
    Set<String> contexts = new HashSet<>();
    admission.finished().stream()
        .flatMap(unit -> unit.references().stream())
        .flatMap(file -> file.occurrences().stream())
        .map(Occurrence::contextId)
        .filter(Objects::nonNull)
        .forEach(contexts::add);
    return contexts;
  }

  /** Each context once, whatever its places; what turns out to be finished is known, too. */
  private List<Unread> unread(List<Parsed> parsed, Set<String> known) {
    List<Unread> unread = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Parsed unit : parsed) {
      for (StoredContext context : unit.contexts()) {
        if (state.inferences().isFinished(context.contextId())) {
          known.add(context.contextId());
        } else if (seen.add(context.contextId())) {
          // A run would save it, too; the calibration loads it by its id.
          state.inferences().saveContext(context);
          unread.add(new Unread(context, unit.uri()));
        }
      }
    }
    return unread;
  }

  private PlannedContext planned(Unread unread, List<Window> windows) {
    StoredContext context = unread.context();
    Forecast forecast = model.forecast(state.inferences().load(context), request.questions());
    Window window =
        windows.stream()
            .filter(each -> forecast.longest() <= each.tokens())
            .findFirst()
            .orElse(null);
    return new PlannedContext(
        context.contextId(), unread.uri(), context.parts().size(), forecast, window);
  }

  /** A server's time costs money, so it is asked for nothing that nobody asked for. */
  private @Nullable ReadingSpeed speed(List<PlannedContext> contexts) {
    ReadingSpeed measured =
        samples == 0
            ? null
            : new Calibration(
                    model,
                    request.questions(),
                    ModelHandlers.contextsAtOnce(request.model(), request.runtime()))
                .measure(
                    samples(contexts),
                    id -> state.inferences().load(state.inferences().storedContext(id)));
    return measured != null
        ? measured
        : ReadingSpeed.recorded(request.output(), model.description().fingerprint());
  }

  /** Evenly over the lengths, the shortest first. */
  private List<String> samples(List<PlannedContext> contexts) {
    List<PlannedContext> sorted =
        contexts.stream()
            .filter(each -> each.window() != null)
            .filter(each -> each.forecast().longest() <= Calibration.MOST_TOKENS)
            .sorted(Comparator.comparing(each -> each.forecast().longest()))
            .toList();
    int wanted = Math.min(samples, sorted.size());
    return IntStream.range(0, wanted)
        .mapToObj(i -> sorted.get((2 * i + 1) * sorted.size() / (2 * wanted)).contextId())
        .toList();
  }

  private List<Explanation> explanations(Admission admission, LastRun lastRun) {
    return Explanation.of(
        admission,
        lastRun,
        request.parser().fingerprint(),
        request.questions().fingerprint(),
        model.description().fingerprint());
  }

  private static long files(List<Admission.Left> left) {
    return left.stream().mapToLong(each -> each.unit().files().size()).sum();
  }

  /** The results of all elements in their order, made side by side. */
  private <T, R> List<R> each(List<T> elements, Function<T, R> made) {
    ForkJoinPool pool = new ForkJoinPool(request.runtime().threads());
    try {
      return pool.submit(() -> elements.parallelStream().map(made).toList()).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while planning", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
