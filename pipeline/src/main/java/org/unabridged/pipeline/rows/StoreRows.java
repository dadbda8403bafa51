package org.unabridged.pipeline.rows;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.outputs.Row;
import org.unabridged.outputs.RowSource;
import org.unabridged.pipeline.rows.FileReference.Occurrence;
import org.unabridged.pipeline.rows.FileReference.Seen;
import org.unabridged.pipeline.state.Extractions;
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.state.StoredDocument;
import org.unabridged.pipeline.state.StoredFailure;
import org.unabridged.pipeline.state.StoredResult;

/**
 * Makes the rows of a run from the store, one reference at a time. A document that stands at
 * several places has a row in {@code documents} for each, and its content once, with the context of
 * its first place.
 */
public final class StoreRows implements RowSource {
  private static final long serialVersionUID = 1;

  private final RunFacts facts;
  private final RunState state;
  private final RowCounters.Counter counter;
  private final int threads;

  /** The outcome used last: documents of one context follow each other. */
  private transient @Nullable InferenceOutcome recent;

  /**
   * Makes rows of a run.
   *
   * @param counter is told what is written
   * @param threads on how many threads to make rows ahead, for each shard of the tables
   */
  public StoreRows(RunFacts facts, RunState state, RowCounters.Counter counter, int threads) {
    this.facts = facts;
    this.state = state;
    this.counter = counter;
    this.threads = threads;
  }

  @Override
  public void rows(String reference, Consumer<Row> tables) {
    make(reference, RowCounters.before(tables, counter));
  }

  @Override
  public Rows open(List<String> references) {
    return new RowsAhead(
        references, () -> new StoreRows(facts, state, counter, threads)::make, counter, threads);
  }

  /** The same rows, which nobody counts. */
  void make(String reference, Consumer<Row> sink) {
    if (References.isFile(reference)) {
      fileRows(References.file(reference), sink);
    } else {
      String contextId = References.contextId(reference);
      new ContextRows(facts, state.inferences().storedContext(contextId), state.inferences())
          .rows(outcome(contextId), sink);
    }
  }

  private void fileRows(FileReference file, Consumer<Row> sink) {
    DocumentRows documents = new DocumentRows(facts, file);
    if (file.fileId() == null) {
      sink.accept(documents.unreadable());
      return;
    }
    if (file.leftReason() != null) {
      leftRows(documents, file, file.leftReason(), sink);
      return;
    }
    List<StoredResult> results = state.extractions().file(file.fileId()).results();
    for (int i = 0; i < results.size(); i++) {
      StoredResult result = results.get(i);
      Occurrence occurrence = file.occurrences().get(i);
      if (result instanceof StoredFailure failure) {
        failureRows(documents, failure, occurrence, sink);
      } else if (result instanceof StoredDocument document) {
        documentRows(documents, document, occurrence, sink);
      }
    }
  }

  private void leftRows(
      DocumentRows documents, FileReference file, String reason, Consumer<Row> sink) {
    sink.accept(documents.left(reason));
    String documentId = file.fileId();
    if (documentId != null && file.occurrences().get(0).seen() == Seen.FIRST) {
      AnswerRows.failed(facts, documentId, null, "not read: " + reason, sink);
    }
  }

  private void failureRows(
      DocumentRows documents, StoredFailure failure, Occurrence occurrence, Consumer<Row> sink) {
    sink.accept(documents.failed(failure));
    if (occurrence.seen() == Seen.FIRST) {
      StoredFailure.Partial partial = failure.partial();
      if (partial != null) {
        sink.accept(
            TextRows.partial(
                facts, failure.documentId(), partial, state.extractions().text(partial)));
      }
      AnswerRows.failed(facts, failure.documentId(), null, failure.message(), sink);
    }
  }

  private void documentRows(
      DocumentRows documents, StoredDocument document, Occurrence occurrence, Consumer<Row> sink) {
    String contextId = occurrence.contextId();
    InferenceOutcome outcome = contextId == null ? null : outcome(contextId);
    sink.accept(documents.parsed(document, contextSize(contextId), outcome));
    if (occurrence.seen() == Seen.FIRST) {
      Extractions extractions = state.extractions();
      ContentRows content =
          new ContentRows(facts, document, extractions.text(document), extractions.boxes(document));
      sink.accept(content.text());
      content.answers(outcome, sink);
      content.summaries(outcome, sink);
    }
  }

  private int contextSize(@Nullable String contextId) {
    return contextId == null ? 0 : state.inferences().storedContext(contextId).parts().size();
  }

  private InferenceOutcome outcome(String contextId) {
    if (recent == null || !recent.contextId().equals(contextId)) {
      recent = state.inferences().outcome(contextId);
    }
    return recent;
  }
}
