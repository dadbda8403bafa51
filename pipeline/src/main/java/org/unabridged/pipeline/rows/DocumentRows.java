package org.unabridged.pipeline.rows;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Clause;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.PredictionResult;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.Status;
import org.unabridged.pipeline.state.StoredDocument;
import org.unabridged.pipeline.state.StoredFailure;

/** Rows of {@code documents} for one input file. */
final class DocumentRows {
  /** The question whose answer names a contract better than most metadata does. */
  private static final String DOCUMENT_NAME = "document-name";

  private final RunFacts facts;
  private final FileReference file;

  DocumentRows(RunFacts facts, FileReference file) {
    this.facts = facts;
    this.file = file;
  }

  DocumentRow unreadable() {
    String reason = file.unreadableReason();
    return without(
        null, FailureCategory.UNREADABLE, reason == null ? "the file could not be read" : reason);
  }

  DocumentRow left(String reason) {
    return without(file.fileId(), FailureCategory.BUDGET_EXHAUSTED, "not read: " + reason);
  }

  private DocumentRow without(
      @Nullable String documentId, FailureCategory category, String message) {
    return new DocumentRow(
        facts.runId(),
        documentId,
        file.uri(),
        name(file.uri()),
        null,
        null,
        file.sizeBytes(),
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        Status.FAILED,
        category.label(),
        message,
        null,
        null,
        null);
  }

  DocumentRow failed(StoredFailure failure) {
    String uri = uri(failure.embeddedPath());
    StoredFailure.Partial partial = failure.partial();
    return new DocumentRow(
        facts.runId(),
        failure.documentId(),
        uri,
        name(uri),
        failure.parentId(),
        failure.mediaType(),
        failure.sizeBytes(),
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        Status.FAILED,
        FailureCategory.of(failure.category()).label(),
        failure.message(),
        seconds(failure.parseTime()),
        null,
        null,
        partial == null ? null : TextFacts.partial(partial.pages(), partial.quality()));
  }

  /**
   * The row of a document that was parsed.
   *
   * @param contextSize how many documents share its context; tokens and time are the document's own
   *     only if it is alone
   * @param outcome what the model said; null if it was not asked
   */
  DocumentRow parsed(StoredDocument document, int contextSize, @Nullable InferenceOutcome outcome) {
    String uri = uri(document.embeddedPath());
    PredictionResult alone =
        contextSize == 1 && outcome instanceof PredictionResult result ? result : null;
    FailureCategory failure = FailureCategory.of(outcome);
    return new DocumentRow(
        facts.runId(),
        document.documentId(),
        uri,
        name(uri),
        document.parentId(),
        document.mediaType(),
        document.sizeBytes(),
        document.pages().isEmpty() ? null : document.pages().size(),
        document.languages().isEmpty() ? null : document.languages().get(0).language(),
        document.languages().stream()
            .map(share -> new DocumentRow.LanguageShare(share.language(), share.share()))
            .toList(),
        (long) document.characters(),
        alone == null ? null : tokens(alone),
        outcome == null ? null : outcome.contextId(),
        title(document, outcome),
        failure == null ? Status.OK : Status.FAILED,
        failure == null ? null : failure.label(),
        FailureCategory.reason(outcome),
        seconds(document.parseTime()),
        alone == null ? null : seconds(alone.inferenceTime()),
        addressed(document, outcome),
        TextFacts.whole(document.pages(), document.quality()));
  }

  private static long tokens(PredictionResult result) {
    return result.prompted() == null ? result.tokensSent() : result.prompted().textTokens();
  }

  private static @Nullable Integer addressed(
      StoredDocument document, @Nullable InferenceOutcome outcome) {
    return outcome instanceof PredictionResult result && result.prompted() != null
        ? result.prompted().addressed().get(document.documentId())
        : null;
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static @Nullable String title(
      StoredDocument document, @Nullable InferenceOutcome outcome) {
    if (outcome instanceof PredictionResult result) {
      for (Answer answer : result.answers()) {
        if (answer.documentId().equals(document.documentId())
            && answer.questionId().equals(DOCUMENT_NAME)
            && answer.state() == AnswerState.FOUND) {
          return named(answer);
        }
      }
    }
    return document.metadata().get("title");
  }

  private static @Nullable String named(Answer answer) {
    if (answer.value() != null) {
      return answer.value();
    }
    return answer.clauses().stream()
        .max(Comparator.comparingDouble(Clause::confidence))
        .map(clause -> clause.quote().strip().replaceAll("\\s+", " "))
        .orElse(null);
  }

  private String uri(String embeddedPath) {
    return embeddedPath.isEmpty() ? file.uri() : file.uri() + "!/" + embeddedPath;
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
