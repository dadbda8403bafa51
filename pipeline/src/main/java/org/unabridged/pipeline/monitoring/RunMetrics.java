package org.unabridged.pipeline.monitoring;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.Version;
import org.unabridged.pipeline.state.RunProgress;
import org.unabridged.pipeline.state.RunProgress.Snapshot;

/**
 * A run as Prometheus sees it. While it works, what {@link RunProgress} counts; once it has ended,
 * also the rows of its tables. Thread-safe.
 */
final class RunMetrics {
  private static final String PREFIX = "unabridged_";
  private static final Path STATUS = Path.of("/proc/self/status");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RunProgress progress;
  private volatile int inputFiles;
  private volatile @Nullable RunReport report;
  private volatile @Nullable End end;

  /**
   * How a run ended.
   *
   * @param time when
   * @param exitCode of the command
   */
  private record End(Instant time, int exitCode) {}

  RunMetrics(RunRequest request, String runId, Instant start) {
    this.progress = RunProgress.of(runId);
    about(request, runId, start);
    work();
    tables();
    memory();
  }

  PrometheusRegistry registry() {
    return registry;
  }

  /** So many files are in the inputs. */
  void found(int files) {
    inputFiles = files;
  }

  /** The run is over; without a report it failed. */
  void ended(@Nullable RunReport result, Instant time, int exitCode) {
    report = result;
    end = new End(time, exitCode);
  }

  private void about(RunRequest request, String runId, Instant start) {
    Info.builder()
        .name(PREFIX + "run")
        .help("The run these figures belong to")
        .labelNames("run_id", "model", "question_set", "version")
        .register(registry)
        .setLabelValues(runId, request.model(), request.questions().name(), Version.current());
    gauge("run_start_timestamp_seconds", "When the run started", () -> start.toEpochMilli() / 1e3);
    gauge("input_files", "Files found in the inputs", () -> inputFiles);
    afterwards(
        "run_end_timestamp_seconds",
        "When the run ended",
        ended -> ended.time().toEpochMilli() / 1e3);
    afterwards("run_exit_code", "Exit code of the command", End::exitCode);
  }

  private void work() {
    counter("files_read", "Input files that were read or found unchanged", Snapshot::filesRead);
    counter("files_parsed", "Input files that were parsed in this run", Snapshot::filesParsed);
    counter("bytes_read", "Size of the input files read", Snapshot::bytesRead);
    gauge("queue_files", "Input files being read", progress::unread);
    gauge("queue_contexts", "Contexts that wait for the model or are with it", this::waiting);
    CounterWithCallback.builder()
        .name(PREFIX + "contexts")
        .help("Contexts with an outcome, by whether it was made in this run")
        .labelNames("source")
        .callback(
            sink -> {
              sink.call(progress.snapshot().contextsInferred(), "inferred");
              sink.call(progress.snapshot().contextsReused(), "reused");
            })
        .register(registry);
    CounterWithCallback.builder()
        .name(PREFIX + "tokens")
        .help("Tokens of the contexts with an outcome, by whether it was made in this run")
        .labelNames("source")
        .callback(
            sink -> {
              sink.call(progress.snapshot().tokensInferred(), "inferred");
              sink.call(progress.snapshot().tokensReused(), "reused");
            })
        .register(registry);
    counter(
        "cost",
        "Cost of the contexts read in this run, in the currency of the model's prices",
        Snapshot::cost);
    counter("retries", "Requests to servers that failed and were sent again", Snapshot::retries);
    counter("parser_restarts", "Parser processes that were replaced", Snapshot::parserRestarts);
    gauge("in_flight_contexts", "Contexts that the model is reading", progress::inFlight);
    gauge(
        "inference_seconds",
        "Wall time from the first inference of this run to the last one so far",
        () -> progress.snapshot().inferenceTime().toMillis() / 1e3);
    gauge("tokens_per_second", "Tokens inferred in each of the inference_seconds", this::speed);
  }

  private double speed() {
    Snapshot now = progress.snapshot();
    long millis = now.inferenceTime().toMillis();
    return millis == 0 ? 0 : now.tokensInferred() * 1e3 / millis;
  }

  private long waiting() {
    Snapshot now = progress.snapshot();
    return now.contexts() - now.contextsDone();
  }

  private void tables() {
    rows("documents", "Rows in the table documents", "status", this::documents);
    rows(
        "failed_documents",
        "Failed documents by category",
        "category",
        done ->
            sink ->
                done.failures().forEach((category, count) -> sink.row(count, category.label())));
    rows(
        "clauses",
        "Rows in the table clauses",
        "question",
        done -> sink -> done.clauses().forEach((question, count) -> sink.row(count, question)));
    GaugeWithCallback.builder()
        .name(PREFIX + "summaries")
        .help("Rows in the table summaries")
        .callback(
            sink -> {
              RunReport done = report;
              if (done != null) {
                sink.call(done.summaries());
              }
            })
        .register(registry);
  }

  private Rows documents(RunReport done) {
    return sink -> {
      sink.row(done.documents() - done.failed(), "ok");
      sink.row(done.failed(), "failed");
    };
  }

  private void memory() {
    gauge(
        "heap_used_bytes",
        "Heap of the main process in use",
        () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    if (Files.isReadable(STATUS)) {
      gauge(
          "resident_bytes",
          "Resident memory of the main process",
          () -> resident(ProcessHandle.current()));
      gauge(
          "parser_resident_bytes",
          "Resident memory of the parser's processes and what they started",
          () -> ProcessHandle.current().descendants().mapToDouble(RunMetrics::resident).sum());
    }
  }

  /** Resident memory as the kernel tells it, in bytes; 0 of a process that has just ended. */
  private static double resident(ProcessHandle process) {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    try {
      for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }

  private void counter(String name, String help, ToDoubleFunction<Snapshot> value) {
    CounterWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(sink -> sink.call(value.applyAsDouble(progress.snapshot())))
        .register(registry);
  }

  private void gauge(String name, String help, Figure value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(sink -> sink.call(value.now()))
        .register(registry);
  }

  private void afterwards(String name, String help, ToDoubleFunction<End> value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(
            sink -> {
              End ended = end;
              if (ended != null) {
                sink.call(value.applyAsDouble(ended));
              }
            })
        .register(registry);
  }

  private void rows(String name, String help, String label, Function<RunReport, Rows> rows) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames(label)
        .callback(
            sink -> {
              RunReport done = report;
              if (done != null) {
                rows.apply(done).into((count, of) -> sink.call(count, of));
              }
            })
        .register(registry);
  }

  private interface Figure {
    double now();
  }

  private interface Rows {
    void into(RowSink sink);
  }

  private interface RowSink {
    void row(double count, String label);
  }
}
