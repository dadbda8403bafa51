package org.unabridged.pipeline.rows;

import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Metrics;
import org.unabridged.outputs.ClauseRow;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.Row;
import org.unabridged.outputs.SummaryRow;

/** Counts rows on their way to a table, as metrics, which come back from every runner. */
public final class RowCounters {
  /** Namespace of all counters. */
  public static final String NAMESPACE = "unabridged.rows";

  /** Rows in {@code documents}. */
  public static final String DOCUMENTS = "documents";

  /** Rows in {@code summaries}. */
  public static final String SUMMARIES = "summaries";

  /** Prefix of the counters of failed documents; the label of the category follows. */
  public static final String FAILED = "failed:";

  /** Prefix of the counters of clauses; the id of the question follows. */
  public static final String CLAUSES = "clauses:";

  private RowCounters() {}

  static Consumer<Row> before(Consumer<Row> sink) {
    return row -> {
      count(row);
      sink.accept(row);
    };
  }

  private static void count(Row row) {
    if (row instanceof DocumentRow document) {
      increment(DOCUMENTS);
      if (document.failureCategory() != null) {
        increment(FAILED + document.failureCategory());
      }
    } else if (row instanceof ClauseRow clause) {
      increment(CLAUSES + clause.questionId());
    } else if (row instanceof SummaryRow) {
      increment(SUMMARIES);
    }
  }

  private static void increment(String name) {
    Metrics.counter(NAMESPACE, name).inc();
  }
}
