package org.unabridged.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Context;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.QuestionSet;

/**
 * Reads a few contexts to see how fast a model is, as a run reads them: several side by side. What
 * it answers is not used.
 *
 * @param model the model
 * @param questions what it is asked
 * @param atOnce how many contexts are read side by side
 */
record Calibration(ModelHandler model, QuestionSet questions, int atOnce) {
  /** Nothing more is begun after that. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** One that is longer than this would keep the user waiting. */
  static final long MOST_TOKENS = 50_000;

  /** Gives a context's text. */
  @FunctionalInterface
  interface Loader {
    Context load(String contextId);
  }

  /**
   * Reads the contexts, the first one once before, which makes the machine warm.
   *
   * @param contextIds the shortest first
   * @return null if none could be read
   */
  @Nullable ReadingSpeed measure(List<String> contextIds, Loader loader) {
    if (contextIds.isEmpty()) {
      return null;
    }
    read(loader.load(contextIds.get(0)));
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      long start = System.nanoTime();
      List<Future<Long>> readings = new ArrayList<>();
      for (String contextId : contextIds) {
        readings.add(
            threads.submit(
                () ->
                    System.nanoTime() - start > LONGEST.toNanos()
                        ? 0
                        : read(loader.load(contextId))));
      }
      return speed(readings, start);
    } finally {
      threads.shutdownNow();
    }
  }

  private static @Nullable ReadingSpeed speed(List<Future<Long>> readings, long start) {
    long contexts = 0;
    long tokens = 0;
    for (Future<Long> reading : readings) {
      long sent = await(reading);
      contexts += sent > 0 ? 1 : 0;
      tokens += sent;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return tokens == 0
        ? null
        : new ReadingSpeed(ReadingSpeed.Source.MEASURED, contexts, tokens, tokens / seconds, null);
  }

  private long read(Context context) {
    return model.predict(context, questions).usage().tokensSent();
  }

  private static long await(Future<Long> reading) {
    try {
      return reading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the model was being measured", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the model cannot be measured", e.getCause());
    }
  }
}
