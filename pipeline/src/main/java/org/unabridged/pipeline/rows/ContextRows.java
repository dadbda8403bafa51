package org.unabridged.pipeline.rows;

import java.util.HashMap;
import java.util.List;
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
import org.unabridged.pipeline.state.Inferences;
import org.unabridged.pipeline.state.StoredContext;

/** Rows of one context: the pass of the model, and the summaries of the context as a whole. */
final class ContextRows {
  private final RunFacts facts;
  private final StoredContext context;
  private final Inferences inferences;

  ContextRows(RunFacts facts, StoredContext context, Inferences inferences) {
    this.facts = facts;
    this.context = context;
    this.inferences = inferences;
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
        context.documentIds(),
        context.characters(),
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
        context.documentIds(),
        context.characters(),
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

  /** The texts are needed, and loaded, only for a summary of the context as a whole. */
  private void summaries(PredictionResult result, Consumer<Row> sink) {
    List<Summary> ofWhole =
        result.summaries().stream().filter(summary -> summary.documentId() == null).toList();
    if (!ofWhole.isEmpty()) {
      Context loaded = inferences.load(context);
      Map<String, CodePoints> codePoints = new HashMap<>();
      for (Part part : loaded.parts()) {
        codePoints.put(part.documentId(), new CodePoints(loaded.textOf(part)));
      }
      ofWhole.forEach(
          summary ->
              sink.accept(
                  SummaryRows.row(facts, context.contextId(), summary, id -> of(codePoints, id))));
    }
  }

  private static CodePoints of(Map<String, CodePoints> codePoints, String documentId) {
    CodePoints found = codePoints.get(documentId);
    if (found == null) {
      throw new IllegalStateException("a summary rests on a document outside its context");
    }
    return found;
  }
}
