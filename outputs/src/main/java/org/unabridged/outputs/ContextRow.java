package org.unabridged.outputs;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the model: what it was sent, what it read and what that cost.
 *
 * @param runId the run that wrote the row
 * @param contextId the context
 * @param documentIds its documents, in the order in which the model read them
 * @param characters its length in code points
 * @param tokensSent tokens handed to the model, over all its prompts
 * @param tokenCount how they were counted: {@code exact}, or {@code estimate} for an upper bound
 * @param tokensSeen tokens that the model says it read; null when it gave no answer
 * @param tokensCached tokens of those that came from a cache; null when it gave no answer
 * @param tokensOut tokens that the model wrote; null when it gave no answer
 * @param coverageOk whether the model read all that it was sent
 * @param model name of the model
 * @param engine what ran it
 * @param modelFingerprint changes whenever the model's weights or its decoding do
 * @param questionSet name of the question set
 * @param questionFingerprint changes whenever a question does
 * @param promptVersion version of the prompt; null for a model that is not prompted
 * @param inferenceSeconds time of the pass
 * @param cost price in the currency of the configured prices; null without a price
 * @param status whether the pass gave an answer
 * @param failureCategory what failed, lower-case snake; null when nothing did
 * @param failureMessage why, for people; null when nothing failed
 */
public record ContextRow(
    String runId,
    String contextId,
    List<String> documentIds,
    long characters,
    long tokensSent,
    String tokenCount,
    @Nullable Long tokensSeen,
    @Nullable Long tokensCached,
    @Nullable Long tokensOut,
    boolean coverageOk,
    String model,
    String engine,
    String modelFingerprint,
    String questionSet,
    String questionFingerprint,
    @Nullable String promptVersion,
    @Nullable Double inferenceSeconds,
    @Nullable Double cost,
    Status status,
    @Nullable String failureCategory,
    @Nullable String failureMessage)
    implements Row {

  /** Checks the invariants. */
  public ContextRow {
    Require.present("run_id", runId);
    Require.present("context_id", contextId);
    Require.notNegative("characters", characters);
    Require.notNegative("tokens_sent", tokensSent);
    Require.snakeCase("token_count", tokenCount);
    Require.notNegative("tokens_seen", tokensSeen);
    Require.notNegative("tokens_cached", tokensCached);
    Require.notNegative("tokens_out", tokensOut);
    Require.present("model", model);
    Require.present("engine", engine);
    Require.present("model_fingerprint", modelFingerprint);
    Require.present("question_set", questionSet);
    Require.present("question_fingerprint", questionFingerprint);
    Require.amount("inference_seconds", inferenceSeconds);
    Require.amount("cost", cost);
    Require.failure(status, failureCategory, failureMessage);
    if (documentIds.isEmpty()) {
      throw new IllegalArgumentException("document_ids must hold at least one document");
    }
    documentIds = List.copyOf(documentIds);
  }

  @Override
  public Table table() {
    return Table.CONTEXTS;
  }

  @Override
  public List<@Nullable Object> cells() {
    return Arrays.asList(
        runId,
        contextId,
        documentIds,
        characters,
        tokensSent,
        tokenCount,
        tokensSeen,
        tokensCached,
        tokensOut,
        coverageOk,
        model,
        engine,
        modelFingerprint,
        questionSet,
        questionFingerprint,
        promptVersion,
        inferenceSeconds,
        cost,
        status.spelling(),
        failureCategory,
        failureMessage);
  }
}
