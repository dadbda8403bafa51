package org.unabridged.pipeline;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.unabridged.pipeline.rows.FailureCategory;
import org.unabridged.pipeline.rows.RowCounters;

/**
 * How many rows of what kind a pipeline wrote.
 *
 * @param documents rows in {@code documents}
 * @param failures failed documents by category
 * @param clauses rows in {@code clauses} by question, those with most rows first
 * @param summaries rows in {@code summaries}
 * @param tokens tokens that the model read, in this run or before, of all contexts with answers
 */
record RunCounts(
    long documents,
    Map<FailureCategory, Long> failures,
    Map<String, Long> clauses,
    long summaries,
    long tokens) {

  /** From the metrics of a pipeline. */
  static RunCounts of(MetricResults metrics) {
    Map<String, Long> counts = RowCounters.none();
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(RowCounters.NAMESPACE))
            .build();
    for (MetricResult<Long> counter : metrics.queryMetrics(ours).getCounters()) {
      counts.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    return of(counts);
  }

  /** From counts by the names of {@link RowCounters}. */
  static RunCounts of(Map<String, Long> counts) {
    long documents = 0;
    long summaries = 0;
    long tokens = 0;
    Map<FailureCategory, Long> failures = new EnumMap<>(FailureCategory.class);
    Map<String, Long> clauses = new LinkedHashMap<>();
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      String name = entry.getKey();
      long count = entry.getValue();
      if (name.equals(RowCounters.DOCUMENTS)) {
        documents += count;
      } else if (name.equals(RowCounters.SUMMARIES)) {
        summaries += count;
      } else if (name.equals(RowCounters.TOKENS)) {
        tokens += count;
      } else if (name.startsWith(RowCounters.FAILED)) {
        String label = name.substring(RowCounters.FAILED.length());
        failures.merge(FailureCategory.labelled(label), count, Long::sum);
      } else if (name.startsWith(RowCounters.CLAUSES)) {
        clauses.merge(name.substring(RowCounters.CLAUSES.length()), count, Long::sum);
      }
    }
    return new RunCounts(
        documents, Collections.unmodifiableMap(failures), mostFirst(clauses), summaries, tokens);
  }

  private static Map<String, Long> mostFirst(Map<String, Long> counts) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(sorted);
  }
}
