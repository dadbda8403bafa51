package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final int LONGEST_SECONDS = 60;

  /** As happens to a run that ends before it began, because its output is not writable. */
  @Test
  void endsWithoutAWordWhenTheParserIsClosedMeanwhile() throws Exception {
    Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    try {
      DocumentParser parser = new DocumentParser(ParserConfiguration.defaults());
      List<Long> others = ProcessHandle.current().children().map(ProcessHandle::pid).toList();
      parser.warmUp();
      Instant deadline = Instant.now().plusSeconds(LONGEST_SECONDS);
      while (ProcessHandle.current().children().allMatch(each -> others.contains(each.pid()))) {
        assertThat(Instant.now()).isBefore(deadline);
        TimeUnit.MILLISECONDS.sleep(1);
      }

      parser.close();

      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("parser ")) {
          thread.join(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
          assertThat(thread.isAlive()).isFalse();
        }
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).isEmpty();
  }
}
