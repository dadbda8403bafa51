package org.unabridged.pipeline.rows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.unabridged.outputs.Row;
import org.unabridged.outputs.RowSource;
import org.unabridged.pipeline.state.RunState;

/**
 * Makes the rows of the next few references on other threads while those of one are being written.
 * References have to be asked for in their natural order, by one thread; the rows of as many
 * references as there are threads are in memory.
 */
public final class RowsAhead implements RowSource, AutoCloseable {
  private static final long serialVersionUID = 1;

  private final transient ExecutorService threads;
  private final transient Iterator<String> next;
  private final transient Deque<Future<List<Row>>> ahead = new ArrayDeque<>();
  private final transient ThreadLocal<StoreRows> source;
  private final transient Map<String, Long> counts = RowCounters.none();

  /** Begins with the first ones. */
  public RowsAhead(RunFacts facts, RunState state, List<String> references, int threads) {
    List<String> sorted = new ArrayList<>(references);
    Collections.sort(sorted);
    this.next = sorted.iterator();
    this.source = ThreadLocal.withInitial(() -> new StoreRows(facts, state));
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "rows");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i <= threads; i++) {
      begin();
    }
  }

  @Override
  public void rows(String reference, Consumer<Row> sink) {
    Consumer<Row> counted = RowCounters.into(counts, sink);
    List<Row> rows = await(ahead.remove());
    begin();
    rows.forEach(counted);
  }

  /** How many rows of each kind were written. */
  public Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  private void begin() {
    if (next.hasNext()) {
      String reference = next.next();
      ahead.add(threads.submit(() -> make(reference)));
    }
  }

  private List<Row> make(String reference) {
    List<Row> rows = new ArrayList<>();
    source.get().make(reference, rows::add);
    return rows;
  }

  private static List<Row> await(Future<List<Row>> rows) {
    try {
      return rows.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rows were being made", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
