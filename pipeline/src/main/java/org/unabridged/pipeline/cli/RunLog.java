package org.unabridged.pipeline.cli;

import java.time.Duration;
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

  static void failed(@Nullable Throwable reason) {
    LOG.atError()
        .addKeyValue("error", reason == null ? "" : reason.getClass().getName())
        .log("run failed");
  }
}
