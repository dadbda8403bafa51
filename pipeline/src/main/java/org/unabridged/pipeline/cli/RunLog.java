package org.unabridged.pipeline.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunReport.FailedDocument;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.state.RunProgress;

/** The events of a run for machines that read logs. Documents are named by their ids only. */
final class RunLog {
  static final String NAME = "org.unabridged.run";

  private static final String PROJECT = "org.unabridged.";
  private static final int MOST_FRAMES = 12;
  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  private RunLog() {}

  static void started(RunRequest request, int files) {
    LOG.atInfo()
        .addKeyValue("model", request.model())
        .addKeyValue("question_set", request.questions().name())
        .addKeyValue("input_files", files)
        .log("run started");
  }

  static void progress(RunProgress.Snapshot now, int files, Duration elapsed) {
    LOG.atInfo()
        .addKeyValue("files_read", now.filesRead())
        .addKeyValue("input_files", files)
        .addKeyValue("contexts", now.contexts())
        .addKeyValue("contexts_done", now.contextsDone())
        .addKeyValue("tokens", now.tokensInferred() + now.tokensReused())
        .addKeyValue("seconds", elapsed.toMillis() / 1e3)
        .log("run progress");
  }

  static void failed(FailedDocument document) {
    LOG.atWarn()
        .addKeyValue("document_id", document.documentId())
        .addKeyValue("failure_category", document.category().label())
        .log("document failed");
  }

  static void completed(RunReport report) {
    LOG.atInfo()
        .addKeyValue("documents", report.documents())
        .addKeyValue("failed_documents", report.failed())
        .addKeyValue("clauses", report.clauseCount())
        .addKeyValue("contexts_inferred", report.contextsInferred())
        .addKeyValue("contexts_reused", report.contextsReused())
        .addKeyValue("tokens_inferred", report.tokensInferred())
        .addKeyValue("seconds", report.elapsed().toMillis() / 1e3)
        .log("run completed");
    if (report.noReport() != null) {
      LOG.info("report {}", report.noReport());
    }
  }

  /**
   * Why nothing was committed. Messages of libraries are left out, because they may quote the text
   * that a library could not cope with, and names of files with them; where they come from is
   * enough to find them.
   */
  static void failed(Throwable thrown) {
    Causes causes = Causes.of(thrown);
    Throwable root = causes.root();
    LOG.atError()
        .addKeyValue("error", root.getClass().getName())
        .addKeyValue("reason", reason(causes))
        .addKeyValue("at", at(root))
        .log("run failed");
  }

  /** What this project or the operating system says about it; null when neither does. */
  private static @Nullable String reason(Causes causes) {
    return causes.chain().stream()
        .flatMap(each -> Stream.ofNullable(said(each)))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String said(Throwable thrown) {
    if (thrown instanceof FileSystemException file) {
      return file.getReason();
    }
    boolean own =
        thrown instanceof UncheckedIOException || thrown.getClass().getName().startsWith(PROJECT);
    boolean repeated =
        thrown.getCause() != null && thrown.getCause().toString().equals(thrown.getMessage());
    return own && !repeated || isOfTheSystem(thrown) ? thrown.getMessage() : null;
  }

  /** Such as a disk without space. */
  private static boolean isOfTheSystem(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown.getClass() == IOException.class
        && trace.length > 0
        && Stream.of("java.io.", "sun.nio.").anyMatch(trace[0].getClassName()::startsWith);
  }

  private static String at(Throwable root) {
    return Stream.of(root.getStackTrace())
        .limit(MOST_FRAMES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(" < "));
  }
}
