package org.unabridged.outputs.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.parquet.bytes.BytesInput;

/**
 * Compresses the pages of a file, with the help of other threads while the one that writes the file
 * makes the next. It never relies on them: who waits for a page compresses what none has begun.
 * Each page is compressed by itself, so that its bytes are the same whoever does it. For one
 * writing thread; has none of its own.
 */
final class PageCompressor implements Closeable {

  /** Makes a page shorter; by several threads at a time. */
  interface Compression {
    /** The same bytes for the same page. */
    BytesInput compress(PlainPage page) throws IOException;

    /** Frees what it holds; what is in work may still come to its end. */
    void close();
  }

  /**
   * Longer pages, of which there are few, are compressed by the writing thread: waiting ones would
   * take too much memory.
   */
  static final int LONG_BYTES = ZstdFrames.AT_ONCE_BYTES;

  private final Compression compression;
  private final Queue<FutureTask<BytesInput>> waiting = new ConcurrentLinkedQueue<>();
  private final Executor threads;
  private final int mostHelpers;
  private final AtomicInteger helpers = new AtomicInteger();

  /**
   * With other threads.
   *
   * @param compression is closed with this
   * @param threads may run what it is given at any time, or never
   * @param mostHelpers how many of them may work on this file at a time; none at all with 0
   */
  PageCompressor(Compression compression, Executor threads, int mostHelpers) {
    this.compression = compression;
    this.threads = threads;
    this.mostHelpers = mostHelpers;
  }

  /** With the threads that the JVM keeps for such work, one less than there are processors. */
  static PageCompressor shared() {
    return new PageCompressor(
        new ZstdFrames(),
        ForkJoinPool.commonPool(),
        Math.min(PageWindow.PAGES, ForkJoinPool.getCommonPoolParallelism()));
  }

  /** Takes a page, which must not change any more; a long one is done when it returns. */
  Future<BytesInput> start(PlainPage page) {
    FutureTask<BytesInput> task = new FutureTask<>(() -> compression.compress(page));
    if (page.size() > LONG_BYTES) {
      task.run();
    } else {
      waiting.add(task);
      callHelper();
    }
    return task;
  }

  private void callHelper() {
    if (helpers.incrementAndGet() <= mostHelpers) {
      threads.execute(this::help);
    } else {
      helpers.decrementAndGet();
    }
  }

  private void help() {
    runWaiting();
    helpers.decrementAndGet();
    // A page may have come after the last look, when this helper still counted.
    if (!waiting.isEmpty()) {
      callHelper();
    }
  }

  private void runWaiting() {
    for (FutureTask<BytesInput> task = waiting.poll(); task != null; task = waiting.poll()) {
      task.run();
    }
  }

  /**
   * Waits for a page, and compresses others meanwhile.
   *
   * @throws IOException when it could not be compressed, or this thread was interrupted
   */
  BytesInput await(Future<BytesInput> page) throws IOException {
    while (!page.isDone()) {
      FutureTask<BytesInput> other = waiting.poll();
      if (other == null) {
        break;
      }
      other.run();
    }
    return result(page);
  }

  /** What became of a page, for whose end it waits. */
  static BytesInput result(Future<BytesInput> page) throws IOException {
    try {
      return page.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IOException("Cannot compress a page", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while a page was compressed");
    }
  }

  /** Drops the pages that none has begun, and frees memory outside the heap. */
  @Override
  public void close() {
    waiting.clear();
    compression.close();
  }
}
