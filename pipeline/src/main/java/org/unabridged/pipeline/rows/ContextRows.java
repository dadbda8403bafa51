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
import org.unabridged.inference.PromptedPass;
import org.unabridged.inference.Summary;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.Usage;
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
    PromptedPass pass = result.prompted();
    FailureCategory failure = FailureCategory.of(result);
    return new ContextRow(
        facts.runId(),
        context.contextId(),
        context.documentIds(),
        context.characters(),
        result.tokensSent(),
        (pass == null ? TokenCount.EXACT : pass.count()).label(),
        result.tokensSeen(),
        result.tokensCached(),
        result.tokensOut(),
        result.coverageOk(),
        result.model(),
        result.engine(),
        result.modelFingerprint(),
        facts.questions().name(),
        facts.questions().fingerprint(),
        pass == null ? null : pass.promptVersion(),
        DocumentRows.seconds(result.inferenceTime()),
        pass == null ? null : pass.cost(),
        failure == null ? Status.OK : Status.FAILED,
        failure == null ? null : failure.label(),
        FailureCategory.reason(result));
  }

  private ContextRow failed(InferenceFailure failure) {
    Usage usage = failure.usage();
    boolean answered = usage.tokensSeen() != null;
    return new ContextRow(
        facts.runId(),
        context.contextId(),
        context.documentIds(),
        context.characters(),
        usage.tokensSent(),
        TokenCount.EXACT.label(),
        usage.tokensSeen(),
        answered ? usage.tokensCached() : null,
        answered ? usage.tokensOut() : null,
        false,
        facts.model(),
        facts.engine(),
        facts.modelFingerprint(),
        facts.questions().name(),
        facts.questions().fingerprint(),
        null,
        null,
        usage.cost(),
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
