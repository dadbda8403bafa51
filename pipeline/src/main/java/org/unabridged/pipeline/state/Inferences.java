package org.unabridged.pipeline.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.InferenceStore;
import org.unabridged.inference.PredictionResult;

/**
 * Outcomes under (context, questions, model). A failure is kept for the current run only, so that
 * the next run tries again.
 */
public final class Inferences implements InferenceStore {
  private static final long serialVersionUID = 1;

  private final ContentStore contexts;
  private final ContentStore results;
  private final ContentStore failures;
  private final Extractions extractions;
  private final String fingerprint;
  private final String runId;

  Inferences(
      ContentStore contexts,
      ContentStore results,
      ContentStore failures,
      Extractions extractions,
      String fingerprint,
      String runId) {
    this.contexts = contexts;
    this.results = results;
    this.failures = failures;
    this.extractions = extractions;
    this.fingerprint = fingerprint;
    this.runId = runId;
  }

  /** Keeps which documents make up a context; their texts are already in the store. */
  public String saveContext(List<StoredDocument> documents) {
    StoredContext context = StoredContext.of(documents);
    if (contexts.find(context.contextId(), StoredContext.class) == null) {
      contexts.save(context.contextId(), context);
    }
    return context.contextId();
  }

  /**
   * Whether this place in the input is the first to bring a context. Asking again for the same
   * place gives the same answer, so a bundle that a runner repeats is not lost.
   */
  public boolean claim(String contextId, String place) {
    return RunProgress.of(runId).claim(contextId, place);
  }

  /** Which documents make up a context. */
  public StoredContext storedContext(String contextId) {
    StoredContext context = contexts.find(contextId, StoredContext.class);
    if (context == null) {
      throw new IllegalStateException("context " + contextId + " is gone from " + contexts.root());
    }
    return context;
  }

  /** The texts of a context's documents as one. */
  public Context load(StoredContext context) {
    return context.load(extractions);
  }

  @Override
  public Context context(String contextId) {
    Context context = load(storedContext(contextId));
    RunProgress.of(runId).started();
    return context;
  }

  @Override
  public @Nullable PredictionResult finished(String contextId) {
    PredictionResult result = results.find(key(contextId), PredictionResult.class);
    if (result != null) {
      RunProgress.of(runId).reused(result.tokensSeen() - result.tokensCached());
    }
    return result;
  }

  @Override
  public void save(InferenceOutcome outcome) {
    if (outcome instanceof PredictionResult result) {
      results.save(key(outcome.contextId()), result);
      RunProgress.of(runId).inferred(result.tokensSeen() - result.tokensCached());
    } else {
      failures.save(key(outcome.contextId()), outcome);
      RunProgress.of(runId).inferred(0);
    }
  }

  /** What became of a context in the current run. */
  public InferenceOutcome outcome(String contextId) {
    InferenceOutcome outcome = results.find(key(contextId), PredictionResult.class);
    if (outcome == null) {
      outcome = failures.find(key(contextId), InferenceOutcome.class);
    }
    if (outcome == null) {
      throw new IllegalStateException("context " + contextId + " has no outcome");
    }
    return outcome;
  }

  private String key(String contextId) {
    return Hashes.of(contextId, fingerprint);
  }
}
