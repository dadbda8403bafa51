package org.unabridged.pipeline.rows;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Metrics;
import org.unabridged.outputs.ClauseRow;
import org.unabridged.outputs.ContextRow;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.Row;
import org.unabridged.outputs.Status;
import org.unabridged.outputs.SummaryRow;

/** Counts rows on their way to a table. */
public final class RowCounters {
  /** Namespace of all counters that are metrics. */
  public static final String NAMESPACE = "unabridged.rows";

  /** Rows in {@code documents}. */
  public static final String DOCUMENTS = "documents";

  /** Rows in {@code summaries}. */
  public static final String SUMMARIES = "summaries";

  /** Tokens of all rows in {@code contexts} that have answers. */
  public static final String TOKENS = "tokens";

  /** Prefix of the counters of failed documents; the label of the category follows. */
  public static final String FAILED = "failed:";

  /** Prefix of the counters of clauses; the id of the question follows. */
  public static final String CLAUSES = "clauses:";

  /** Where counts go; is told by one thread. */
  @FunctionalInterface
  public interface Counter extends Serializable {
    /** Counts so many more. */
    void add(String name, long amount);
  }

  private RowCounters() {}

  /** Counts as metrics of the running pipeline, which come back from every runner. */
  public static Counter metrics() {
    return (name, amount) -> Metrics.counter(NAMESPACE, name).inc(amount);
  }

  /** Counts into a map. */
  public static Counter into(Map<String, Long> counts) {
    return (name, amount) -> counts.merge(name, amount, Long::sum);
  }

  /** A map for {@link #into}. */
  public static Map<String, Long> none() {
    return new TreeMap<>();
  }

  /** Counts each row before the sink takes it. */
  static Consumer<Row> before(Consumer<Row> sink, Counter counter) {
    return row -> {
      count(row, counter);
      sink.accept(row);
    };
  }

  private static void count(Row row, Counter counter) {
    if (row instanceof DocumentRow document) {
      counter.add(DOCUMENTS, 1);
      if (document.failureCategory() != null) {
        counter.add(FAILED + document.failureCategory(), 1);
      }
    } else if (row instanceof ClauseRow clause) {
      counter.add(CLAUSES + clause.questionId(), 1);
    } else if (row instanceof SummaryRow) {
      counter.add(SUMMARIES, 1);
    } else if (row instanceof ContextRow context && context.status() == Status.OK) {
      counter.add(TOKENS, context.tokensSent());
    }
  }
}
