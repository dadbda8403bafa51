package org.unabridged.pipeline.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.outputs.HtmlReport;
import org.unabridged.pipeline.RunReport;

/**
 * What is sent when a run has ended: figures, and where the results are.
 *
 * @param json one JSON object
 */
record CompletionNotice(String json) {
  private static final Logger LOG = LoggerFactory.getLogger(CompletionNotice.class);

  /** The result is there; nobody shall wait long for its announcement. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int ATTEMPTS = 3;

  static CompletionNotice of(
      String runId,
      Instant start,
      Instant end,
      int exitCode,
      @Nullable RunReport report,
      @Nullable Throwable reason) {
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("run_id", runId);
    notice.put("status", report == null ? "failed" : "complete");
    notice.put("exit_code", exitCode);
    notice.put("started", start.toString());
    notice.put("ended", end.toString());
    notice.put("seconds", Duration.between(start, end).toMillis() / 1e3);
    if (report != null) {
      results(notice, report);
    }
    if (reason != null) {
      // The class only: a message may quote what is nobody else's business.
      notice.put("error", reason.getClass().getName());
    }
    try {
      return new CompletionNotice(JsonMapper.builder().build().writeValueAsString(notice));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a notice of plain values", e);
    }
  }

  private static void results(Map<String, Object> notice, RunReport report) {
    notice.put("results", report.folder().toAbsolutePath().toString());
    notice.put("report", report.noReport() == null ? HtmlReport.FILE : null);
    if (report.noReport() != null) {
      notice.put("report_left_out", report.noReport());
    }
    notice.put("input_files", report.inputFiles());
    notice.put("documents", report.documents());
    notice.put("failed_documents", report.failed());
    Map<String, Long> failures = new TreeMap<>();
    report.failures().forEach((category, count) -> failures.put(category.label(), count));
    notice.put("failures", failures);
    notice.put("clauses", report.clauseCount());
    notice.put("summaries", report.summaries());
    notice.put("contexts_inferred", report.contextsInferred());
    notice.put("contexts_reused", report.contextsReused());
    notice.put("tokens", report.tokens());
    notice.put("tokens_inferred", report.tokensInferred());
  }

  /** Sends it; what does not arrive costs a warning. */
  void send(@Nullable URI webhook, @Nullable String command) {
    if (webhook != null) {
      post(webhook);
    }
    if (command != null) {
      pipe(command);
    }
  }

  private void post(URI webhook) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(LONGEST).build();
    HttpRequest request =
        HttpRequest.newBuilder(webhook)
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    String problem = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        TimeUnit.SECONDS.sleep(attempt);
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status < 300) {
          return;
        }
        problem = "status " + status;
        if (status < 500 && status != 408 && status != 429) {
          break;
        }
      } catch (IOException e) {
        problem = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        problem = "interrupted";
        break;
      }
    }
    // Without its path: webhooks carry secrets there.
    LOG.warn(
        "the webhook at {} was not told of the end of the run: {}", webhook.getHost(), problem);
  }

  private void pipe(String command) {
    try {
      Process process =
          new ProcessBuilder(shell(command))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(json.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        LOG.debug("the command did not read its input to the end", e);
      }
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        LOG.warn("the command on completion was ended after {} s", LONGEST.toSeconds());
      } else if (process.exitValue() != 0) {
        LOG.warn("the command on completion failed with exit code {}", process.exitValue());
      }
    } catch (IOException e) {
      LOG.warn("the command on completion could not be started: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> shell(String command) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return windows ? List.of("cmd.exe", "/c", command) : List.of("/bin/sh", "-c", command);
  }
}
