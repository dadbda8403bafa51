package org.unabridged.pipeline.rows;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.outputs.Row;
import org.unabridged.outputs.RowSource;

/**
 * Makes the rows of the next few references on other threads while those of one are being written.
 * The rows of as many references as there are threads are in memory.
 */
final class RowsAhead implements RowSource.Rows {
  private static final Logger LOG = LoggerFactory.getLogger(RowsAhead.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ExecutorService threads;
  private final Iterator<String> next;
  private final Deque<Future<List<Row>>> ahead = new ArrayDeque<>();
  private final ThreadLocal<RowSource.Rows> source;
  private final RowCounters.Counter counter;

  /**
   * Begins with the first ones.
   *
   * @param references in the order in which they will be asked for
   * @param source makes rows, one for each thread
   * @param counter is told what is written, by the thread that asks
   */
  RowsAhead(
      List<String> references,
      Supplier<RowSource.Rows> source,
      RowCounters.Counter counter,
      int threads) {
    this.next = references.iterator();
    this.source = ThreadLocal.withInitial(source);
    this.counter = counter;
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
  public void of(String reference, Consumer<Row> sink) {
    Consumer<Row> counted = RowCounters.before(sink, counter);
    List<Row> rows = await(ahead.remove());
    begin();
    rows.forEach(counted);
  }

  private void begin() {
    if (next.hasNext()) {
      String reference = next.next();
      ahead.add(threads.submit(() -> make(reference)));
    }
  }

  private List<Row> make(String reference) {
    List<Row> rows = new ArrayList<>();
    source.get().of(reference, rows::add);
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

  /** What is being made ahead when the writer fails still reads the store for a moment. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.debug("rows are still being made after {}", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
