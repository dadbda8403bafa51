package org.unabridged.pipeline.rows;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.Part;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.Summary;
import org.unabridged.outputs.ContextRow;
import org.unabridged.outputs.Row;
import org.unabridged.outputs.Status;

/** Rows of one context: the pass of the model, and the summaries of the context as a whole. */
final class ContextRows {
  private final RunFacts facts;
  private final Context context;

  ContextRows(RunFacts facts, Context context) {
    this.facts = facts;
    this.context = context;
  }

  void rows(InferenceOutcome outcome, Consumer<Row> sink) {
    if (outcome instanceof PredictionResult result) {
      sink.accept(finished(result));
      summaries(result, sink);
    } else if (outcome instanceof InferenceFailure failure) {
      sink.accept(failed(failure));
    }
  }

  private ContextRow finished(PredictionResult result) {
    return new ContextRow(
        facts.runId(),
        context.contextId(),
        context.parts().stream().map(Part::documentId).toList(),
        characters(),
        result.tokensSent(),
        result.tokensSeen(),
        result.tokensCached(),
        result.tokensOut(),
        result.coverageOk(),
        result.model(),
        result.engine(),
        result.modelFingerprint(),
        facts.questions().name(),
        facts.questions().fingerprint(),
        null,
        DocumentRows.seconds(result.inferenceTime()),
        null,
        Status.OK,
        null,
        null);
  }

  /** No handler says how much of a failed context it was sent, so none of it is claimed. */
  private ContextRow failed(InferenceFailure failure) {
    return new ContextRow(
        facts.runId(),
        context.contextId(),
        context.parts().stream().map(Part::documentId).toList(),
        characters(),
        0,
        null,
        null,
        null,
        false,
        facts.model(),
        facts.engine(),
        facts.modelFingerprint(),
        facts.questions().name(),
        facts.questions().fingerprint(),
        null,
        null,
        null,
        Status.FAILED,
        FailureCategory.of(failure.category()).label(),
        failure.message());
  }

  private void summaries(PredictionResult result, Consumer<Row> sink) {
    Map<String, CodePoints> codePoints = new HashMap<>();
    for (Summary summary : result.summaries()) {
      if (summary.documentId() == null) {
        sink.accept(
            SummaryRows.row(
                facts,
                context.contextId(),
                summary,
                id -> codePoints.computeIfAbsent(id, this::codePoints)));
      }
    }
  }

  private CodePoints codePoints(String documentId) {
    for (Part part : context.parts()) {
      if (part.documentId().equals(documentId)) {
        return new CodePoints(context.textOf(part));
      }
    }
    throw new IllegalStateException("a summary rests on a document outside its context");
  }

  private long characters() {
    return context.text().codePointCount(0, context.text().length());
  }
}
