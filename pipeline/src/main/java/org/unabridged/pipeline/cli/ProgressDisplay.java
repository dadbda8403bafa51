package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.unabridged.ingestion.InputFile;
import org.unabridged.pipeline.state.RunProgress;

/** Shows how far a run is: one line that changes on a terminal, a line now and then in a log. */
final class ProgressDisplay implements AutoCloseable {
  private static final Duration ON_TERMINAL = Duration.ofMillis(250);
  private static final Duration IN_LOG = Duration.ofSeconds(10);
  private static final String BACK_AND_CLEAR = "\r\u001B[K";

  private final ScheduledExecutorService clock;
  private final RunProgress progress;
  private final ProgressEstimate estimate;
  private final PrintWriter err;
  private final Terminal terminal;
  private final Instant start = Instant.now();

  private ProgressDisplay(
      RunProgress progress, ProgressEstimate estimate, PrintWriter err, Terminal terminal) {
    this.progress = progress;
    this.estimate = estimate;
    this.err = err;
    this.terminal = terminal;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  static ProgressDisplay start(
      String runId, List<InputFile> files, PrintWriter err, Terminal terminal) {
    ProgressDisplay display = of(runId, files, err, terminal);
    if (terminal.stderr() == Terminal.Kind.FILE) {
      // A log of many nights; the id says when.
      err.println("Run " + runId + ": " + grouped(files.size()) + " files");
      err.flush();
    }
    display.every(
        terminal.stderr() == Terminal.Kind.TERMINAL ? ON_TERMINAL : IN_LOG, display::show);
    return display;
  }

  /** The same as events of {@link RunLog}. */
  static ProgressDisplay inLog(String runId, List<InputFile> files) {
    ProgressDisplay display =
        of(
            runId,
            files,
            new PrintWriter(Writer.nullWriter()),
            new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, Terminal.DEFAULT_COLUMNS));
    display.every(
        IN_LOG,
        () -> RunLog.progress(display.progress.snapshot(), files.size(), display.elapsed()));
    return display;
  }

  private static ProgressDisplay of(
      String runId, List<InputFile> files, PrintWriter err, Terminal terminal) {
    long bytes = files.stream().mapToLong(InputFile::sizeBytes).sum();
    return new ProgressDisplay(
        RunProgress.of(runId), new ProgressEstimate(files.size(), bytes), err, terminal);
  }

  private void every(Duration period, Runnable task) {
    var unused =
        clock.scheduleAtFixedRate(
            task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Duration elapsed() {
    return Duration.between(start, Instant.now());
  }

  private void show() {
    RunProgress.Snapshot now = progress.snapshot();
    if (terminal.stderr() == Terminal.Kind.TERMINAL) {
      String line = estimate.line(now, elapsed());
      String fitting =
          line.length() < terminal.columns() ? line : line.substring(0, terminal.columns() - 1);
      err.print(BACK_AND_CLEAR + fitting);
    } else {
      err.println(estimate.words(now, elapsed()).strip());
    }
    err.flush();
  }

  @Override
  public void close() {
    if (clock.isShutdown()) {
      return;
    }
    clock.shutdownNow();
    if (terminal.stderr() == Terminal.Kind.TERMINAL) {
      err.print(BACK_AND_CLEAR);
      err.flush();
    }
  }

  /** Groups digits the same way everywhere. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
