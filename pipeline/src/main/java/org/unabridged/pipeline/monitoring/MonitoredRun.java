package org.unabridged.pipeline.monitoring;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.state.OutputLockedException;

/**
 * Tells about one run from its start to its end. What cannot be told once the run is under way
 * costs a warning, never the run.
 */
public final class MonitoredRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MonitoredRun.class);

  /** As often as Prometheus usually scrapes. */
  private static final int SECONDS_BETWEEN_FILES = 15;

  private final Monitoring monitoring;
  private final String runId;
  private final Clock clock;
  private final Instant start;
  private final @Nullable RunMetrics metrics;
  private final @Nullable MetricsFile file;
  private @Nullable HTTPServer server;
  private @Nullable ScheduledExecutorService writer;

  private MonitoredRun(Monitoring monitoring, RunRequest request, String runId, Clock clock) {
    this.monitoring = monitoring;
    this.runId = runId;
    this.clock = clock;
    this.start = clock.instant();
    boolean measured = monitoring.metricsFile() != null || monitoring.metricsAddress() != null;
    this.metrics = measured ? new RunMetrics(request, runId, start) : null;
    this.file = monitoring.metricsFile() == null ? null : new MetricsFile(monitoring.metricsFile());
  }

  /** Tells nothing yet. */
  public static MonitoredRun of(Monitoring monitoring, RunRequest request, String runId) {
    return new MonitoredRun(monitoring, request, runId, Clock.systemUTC());
  }

  /**
   * Starts to offer metrics. To be called once the output is the run's own: another run that works
   * on it may use the same file and the same port.
   *
   * @param inputFiles files found in the inputs
   * @throws MonitoringException if the file cannot be written or the address is not free
   */
  public void begin(int inputFiles) {
    if (metrics != null) {
      metrics.found(inputFiles);
    }
    server = serve(monitoring.metricsAddress());
    writer = file == null ? null : writeNowAndThen();
  }

  /** The run is committed. */
  public void completed(RunReport report, int exitCode) {
    ended(report, exitCode);
    writeOrWarn();
    notify(report, exitCode, null);
  }

  /** The run failed, perhaps before it began; nothing was committed. */
  public void failed(int exitCode, Throwable reason) {
    ended(null, exitCode);
    if (!(reason instanceof OutputLockedException || reason instanceof MonitoringException)) {
      writeOrWarn();
    }
    notify(null, exitCode, reason);
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.shutdownNow();
    }
    if (server != null) {
      server.close();
    }
  }

  private void ended(@Nullable RunReport report, int exitCode) {
    if (writer != null) {
      writer.shutdownNow();
    }
    if (metrics != null) {
      metrics.ended(report, clock.instant(), exitCode);
    }
  }

  private void notify(@Nullable RunReport report, int exitCode, @Nullable Throwable reason) {
    CompletionNotice.of(runId, start, clock.instant(), exitCode, report, reason)
        .send(monitoring.webhook(), monitoring.command());
  }

  private void writeFile() throws IOException {
    if (file != null && metrics != null) {
      file.write(metrics.registry());
    }
  }

  private @Nullable HTTPServer serve(@Nullable InetSocketAddress address) {
    if (address == null || metrics == null) {
      return null;
    }
    try {
      return HTTPServer.builder()
          .inetAddress(address.getAddress())
          .port(address.getPort())
          .registry(metrics.registry())
          .buildAndStart();
    } catch (IOException e) {
      throw new MonitoringException(
          "cannot serve metrics at "
              + address.getHostString()
              + ":"
              + address.getPort()
              + " ("
              + e.getMessage()
              + "): choose a free port",
          e);
    }
  }

  private ScheduledExecutorService writeNowAndThen() {
    try {
      writeFile();
    } catch (IOException e) {
      close();
      throw new MonitoringException(
          "cannot write metrics to "
              + monitoring.metricsFile()
              + " ("
              + e
              + "): its folder must exist and be writable",
          e);
    }
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "metrics file");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        executor.scheduleAtFixedRate(
            this::writeOrWarn, SECONDS_BETWEEN_FILES, SECONDS_BETWEEN_FILES, TimeUnit.SECONDS);
    return executor;
  }

  private void writeOrWarn() {
    try {
      writeFile();
    } catch (IOException e) {
      LOG.warn("the metrics cannot be written to {}: {}", monitoring.metricsFile(), e.toString());
    }
  }
}
