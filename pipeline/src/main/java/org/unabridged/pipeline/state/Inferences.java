package org.unabridged.pipeline.state;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.InferenceStore;
import org.unabridged.inference.PredictionResult;

/**
 * Outcomes under (context, questions, model). A failure, and a result that lacks answers, is kept
 * for the current run only, so that the next run tries again.
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
  public void saveContext(StoredContext context) {
    if (!contexts.holds(context.contextId())) {
      contexts.save(context.contextId(), context);
    }
  }

  /**
   * Whether a context was read before, with the same questions and model. Its result looks whole,
   * but is not read.
   */
  public boolean isFinished(String contextId) {
    return results.holds(key(contextId)) && contexts.holds(contextId);
  }

  /**
   * Whether this place in the input is the first to bring a context. Asking again for the same
   * place gives the same answer, so a bundle that a runner repeats is not lost.
   */
  public boolean claim(String contextId, String place) {
    return RunProgress.of(runId).claim(contextId, place);
  }

  /**
   * The same for a context that {@linkplain #isFinished is finished}; its outcome will not be asked
   * for before its rows are written.
   */
  public boolean claimFinished(String contextId, String place) {
    boolean first = claim(contextId, place);
    if (first) {
      RunProgress.of(runId).reused(0);
    }
    return first;
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
  public @Nullable InferenceFailure refusal(Context context) {
    String reason = RunProgress.of(runId).budget().admit(context.text().length());
    return reason == null ? null : notRead(context.contextId(), reason);
  }

  @Override
  public void ended(Context context, InferenceOutcome outcome, Duration took) {
    RunProgress.of(runId).budget().ended(context.text().length(), took, outcome.usage());
  }

  private static InferenceFailure notRead(String contextId, String reason) {
    return new InferenceFailure(
        contextId, InferenceFailure.Category.BUDGET_EXHAUSTED, "not read: " + reason);
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
    PredictionResult result = outcome instanceof PredictionResult given ? given : null;
    boolean whole = result != null && result.complete();
    String key = key(outcome.contextId());
    if (whole) {
      // The first one stands: another run may have made rows of it already.
      results.saveFirst(key, outcome);
    } else {
      failures.save(key, outcome);
    }
    RunProgress.of(runId)
        .inferred(result == null ? 0 : result.tokensSeen() - result.tokensCached());
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
