package org.unabridged.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.Question;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.InputFiles;
import org.unabridged.ingestion.ReadDocuments;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.DuckDbViews;
import org.unabridged.outputs.Format;
import org.unabridged.outputs.HtmlReport;
import org.unabridged.outputs.RowSource;
import org.unabridged.outputs.RunDirectory;
import org.unabridged.outputs.RunDirectoryException;
import org.unabridged.outputs.Status;
import org.unabridged.outputs.Table;
import org.unabridged.outputs.TableFiles;
import org.unabridged.outputs.TableReader;
import org.unabridged.pipeline.RunReport.FailedDocument;
import org.unabridged.pipeline.admission.Admission;
import org.unabridged.pipeline.admission.Explanation;
import org.unabridged.pipeline.admission.LastRun;
import org.unabridged.pipeline.admission.Standing;
import org.unabridged.pipeline.admission.WorkUnit;
import org.unabridged.pipeline.rows.FailureCategory;
import org.unabridged.pipeline.rows.RowCounters;
import org.unabridged.pipeline.rows.RunFacts;
import org.unabridged.pipeline.rows.StoreRows;
import org.unabridged.pipeline.state.OutputLock;
import org.unabridged.pipeline.state.RunBudget;
import org.unabridged.pipeline.state.RunProgress;
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.state.StateUsers;

/** One execution of the job, from the lock on its output folder to the commit of its tables. */
public final class Run {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);
  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final RunRequest request;
  private final String runId;
  private final Instant start;
  private final @Nullable Consumer<Explanation> explanations;
  private final ReportLimit reportLimit;

  private Run(
      RunRequest request,
      Clock clock,
      @Nullable Consumer<Explanation> explanations,
      ReportLimit reportLimit) {
    this.request = request;
    this.explanations = explanations;
    this.reportLimit = reportLimit;
    this.start = clock.instant();
    this.runId = RUN_ID.format(start) + "-" + "%04x".formatted(suffix(start));
  }

  /** The millisecond and some chance: ids sort by time also within a second. */
  private static int suffix(Instant start) {
    int millisecond = start.getNano() / 1_000_000;
    return millisecond << 6 | new SecureRandom().nextInt(1 << 6);
  }

  /** A run that starts now; nothing is done before {@link #execute}. */
  public static Run of(RunRequest request) {
    return of(request, ReportLimit.defaults());
  }

  /** The same with another limit on what its report holds. */
  static Run of(RunRequest request, ReportLimit reportLimit) {
    return new Run(request, Clock.systemUTC(), null, reportLimit);
  }

  /** The same, which tells for each file why it is done again or not, before it begins. */
  public static Run explained(RunRequest request, Consumer<Explanation> explanations) {
    return new Run(request, Clock.systemUTC(), explanations, ReportLimit.defaults());
  }

  /** Sorts by the time of the start. */
  public String runId() {
    return runId;
  }

  /**
   * Keeps other runs out of the output folder, which is made when it is missing.
   *
   * @throws UnusableOutputException if the output folder cannot be written to
   * @throws org.unabridged.pipeline.state.OutputLockedException if another run is writing to it
   */
  public OutputLock lock() {
    try {
      Files.createDirectories(request.output());
      return OutputLock.acquire(request.output(), runId);
    } catch (IOException e) {
      throw UnusableOutputException.ofOutput(request.output(), e);
    }
  }

  /** Does it all, with the {@link #lock} that this takes. */
  public RunReport execute(Machinery machinery, List<InputFile> inputs) {
    try (OutputLock lock = lock()) {
      return execute(machinery, inputs, lock);
    }
  }

  /**
   * Does it all.
   *
   * @param machinery the parser and the model, warm or warming up
   * @param inputs what {@link #discover} found
   * @param lock of this run; stays open
   * @throws UnusableOutputException if the output folder or the state cannot be written to
   * @throws org.unabridged.pipeline.state.OutputLockedException if the lock was lost meanwhile, so
   *     that nothing was committed
   */
  public RunReport execute(Machinery machinery, List<InputFile> inputs, OutputLock lock) {
    try (RunDirectory directory = directory()) {
      useState();
      Path own = RunRequest.ownState(request.output());
      RunState.removeLeftovers(own);
      try {
        return execute(machinery, inputs, directory, own, lock);
      } finally {
        ReleaseInputs.forget(runId);
        RunState.close(own, runId);
      }
    }
  }

  /**
   * Finds the input files of a request.
   *
   * @throws org.unabridged.ingestion.InputNotFoundException if an argument names nothing
   */
  public static List<InputFile> discover(RunRequest request) {
    return InputFiles.discover(request.inputs());
  }

  private RunReport execute(
      Machinery machinery,
      List<InputFile> inputs,
      RunDirectory directory,
      Path own,
      OutputLock lock) {
    ModelDescription description = machinery.model().description();
    RunFacts facts =
        new RunFacts(
            runId,
            description.name(),
            description.engine(),
            description.fingerprint(),
            request.questions());
    RunState state =
        RunState.open(
            request.state(),
            own,
            runId,
            request.parser().fingerprint(),
            RunState.inferenceFingerprint(
                request.questions().fingerprint(), description.fingerprint()));
    RunProgress.of(runId).limit(budget());
    RunProgress.of(runId).ask(machines(machinery));
    Admission admission = admit(inputs, state, description);
    LOG.debug("knew what to do after {}", elapsed());
    SettledReferences settled = SettledReferences.of(admission, state);
    RunCounts counts =
        admission.admitted().isEmpty()
            ? write(settled, facts, state, directory.path())
            : work(machinery, admission, settled, facts, state, directory.path());
    RunProgress.of(runId).written(counts.tokens());
    String noReport = reportLimit.leftOut(counts.documents(), request.output());
    directory.writeRunJson(
        RunJson.of(
            request,
            description,
            runId,
            start,
            elapsed(),
            inputs.size(),
            counts,
            progress(),
            noReport,
            machinery.model().account()));
    List<FailedDocument> failed =
        counts.failures().isEmpty() ? List.of() : failedDocuments(directory.path());
    if (request.formats().contains(Format.PARQUET)) {
      directory.writeText("views.sql", DuckDbViews.sql());
    }
    if (noReport == null) {
      report(directory.path()).write(directory.path().resolve(HtmlReport.FILE));
    }
    lock.requireHeld();
    Path committed = directory.commit();
    LOG.debug("committed after {}", elapsed());
    return report(committed, inputs.size(), description, counts, failed, noReport);
  }

  private RunCounts work(
      Machinery machinery,
      Admission admission,
      SettledReferences settled,
      RunFacts facts,
      RunState state,
      Path folder) {
    Pipeline pipeline = Pipeline.create(machinery.runner());
    long files =
        settled.files().size()
            + admission.admitted().stream().mapToLong(unit -> unit.files().size()).sum();
    new UnabridgedPipeline(
            request.parser(),
            request.grouping(),
            request.model(),
            request.runtime(),
            facts,
            state,
            request.formats(),
            folder)
        .over(
            ReleaseInputs.of(
                admission.admitted(),
                files,
                runId,
                LocalOptions.workers(request.model(), request.runtime())),
            settled,
            pipeline);
    LOG.debug("the graph stands after {}", elapsed());
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    LOG.debug("the pipeline ended after {}", elapsed());
    return RunCounts.of(result.metrics());
  }

  /** With nothing to parse and nothing to infer there is nothing that a runner could help with. */
  private RunCounts write(SettledReferences settled, RunFacts facts, RunState state, Path folder) {
    Map<String, Long> counts = RowCounters.none();
    RowSource rows =
        new StoreRows(facts, state, RowCounters.into(counts), request.runtime().threads());
    try {
      TableFiles.write(folder, request.formats(), settled.references(), rows);
      LOG.debug("the tables were written after {}", elapsed());
      return RunCounts.of(counts);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the tables", e);
    }
  }

  /** Parsers and models may have served other runs of this process before. */
  private RunProgress.Machines machines(Machinery machinery) {
    long restarts = ReadDocuments.restarts(request.parser());
    long retries = retries(machinery);
    return new RunProgress.Machines(
        () -> ReadDocuments.restarts(request.parser()) - restarts,
        () -> retries(machinery) - retries);
  }

  private static long retries(Machinery machinery) {
    return machinery.model().account().get("retries") instanceof Number number
        ? number.longValue()
        : 0;
  }

  private RunBudget budget() {
    return new RunBudget(
        Clock.systemUTC(), request.admission().deadline(), request.admission().maxCost());
  }

  private Admission admit(List<InputFile> inputs, RunState state, ModelDescription model) {
    List<WorkUnit> units =
        Survey.of(inputs, request.grouping(), state, request.runtime().threads());
    boolean toDo = units.stream().anyMatch(unit -> unit.standing() != Standing.FINISHED);
    boolean explained = explanations != null;
    LastRun lastRun =
        explained || toDo && request.admission().isLimited()
            ? lastRun(request.output())
            : LastRun.none();
    Admission admission = Admission.of(units, request.admission(), lastRun);
    if (explanations != null) {
      Explanation.of(
              admission,
              lastRun,
              request.parser().fingerprint(),
              request.questions().fingerprint(),
              model.fingerprint())
          .forEach(explanations);
    }
    return admission;
  }

  /** What cannot be read any more explains nothing, and is no reason not to run. */
  static LastRun lastRun(Path output) {
    Path folder = RunDirectory.latest(output).orElse(null);
    if (folder == null) {
      return LastRun.none();
    }
    try {
      return LastRun.read(folder);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the last run in {} cannot be read: {}", folder, e.toString());
      return LastRun.none();
    }
  }

  /** Before the commit, the latest run is the one before. */
  private HtmlReport report(Path folder) {
    HtmlReport report = HtmlReport.of(folder);
    return RunDirectory.latest(request.output()).map(report::comparedWith).orElse(report);
  }

  private RunReport report(
      Path committed,
      int inputFiles,
      ModelDescription model,
      RunCounts counts,
      List<FailedDocument> failed,
      @Nullable String noReport) {
    RunProgress.Snapshot progress = progress();
    return new RunReport(
        runId,
        committed,
        inputFiles,
        counts.documents(),
        counts.failures(),
        failed,
        counts.clauses(),
        counts.summaries(),
        notSupported(model),
        progress.contextsInferred(),
        progress.contextsReused(),
        counts.tokens(),
        progress.tokensInferred(),
        elapsed(),
        progress.inferenceTime(),
        noReport);
  }

  private List<String> notSupported(ModelDescription model) {
    return request.questions().questions().stream()
        .filter(question -> !model.supports(question))
        .map(Question::id)
        .toList();
  }

  private static List<FailedDocument> failedDocuments(Path folder) {
    List<FailedDocument> failed = new ArrayList<>();
    TableReader.read(
        folder,
        Table.DOCUMENTS,
        row -> {
          if (row instanceof DocumentRow document
              && document.status() == Status.FAILED
              && document.failureCategory() != null
              && document.failureMessage() != null) {
            failed.add(
                new FailedDocument(
                    document.documentId(),
                    document.uri(),
                    FailureCategory.labelled(document.failureCategory()),
                    document.failureMessage()));
          }
        });
    return failed;
  }

  private void useState() {
    try {
      new StateUsers(request.state()).add(request.output(), runId);
    } catch (IOException e) {
      throw UnusableOutputException.ofState(request.state(), e);
    }
  }

  private RunDirectory directory() {
    try {
      return RunDirectory.create(request.output(), runId);
    } catch (RunDirectoryException e) {
      throw UnusableOutputException.ofOutput(request.output(), e);
    }
  }

  private RunProgress.Snapshot progress() {
    return RunProgress.of(runId).snapshot();
  }

  private Duration elapsed() {
    return Duration.between(start, Instant.now());
  }
}
