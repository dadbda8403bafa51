package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.apache.tika.Tika;
import org.apache.tika.exception.TikaConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tika in processes of its own. Safe for many threads; a call waits for a free process.
 *
 * <p>Tika's own pool of clients never replaces a process that answers (its count of files stays
 * zero), and lends them all one folder; so the pool is here, and Tika's are the single client and
 * its protocol.
 */
public final class ForkedTika implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ForkedTika.class);

  private final Path folder;
  private final List<ParserProcess> processes = new ArrayList<>();
  private final BlockingQueue<ParserProcess> free = new LinkedBlockingQueue<>();

  /** Starts nothing yet. */
  public ForkedTika(ForkLimits limits) {
    try {
      folder = Files.createTempDirectory("unabridged-parser-");
      for (int i = 0; i < limits.processes(); i++) {
        processes.add(new ParserProcess(limits, folder.resolve(Integer.toString(i))));
      }
      free.addAll(processes);
    } catch (IOException e) {
      throw new UncheckedIOException("the parser needs a writable temporary folder", e);
    } catch (TikaConfigException e) {
      throw new IllegalStateException("the parser's configuration is wrong", e);
    }
  }

  /** Name and version of the parser. */
  public static String version() {
    return Tika.getString();
  }

  /**
   * Parses a file.
   *
   * @throws IllegalStateException when no parser process can be started, or the thread is
   *     interrupted
   */
  public Extraction parse(Path file) {
    ParserProcess process = take();
    try {
      return process.parse(file);
    } finally {
      free.add(process);
    }
  }

  /** How often a process was replaced: it ended, had to be ended, or had parsed its share. */
  public long restarts() {
    return processes.stream().mapToLong(ParserProcess::replaced).sum();
  }

  /** Starts the processes and lets each parse a small PDF, which loads most of what PDFs need. */
  public void warmUp() {
    try {
      Path document = folder.resolve("warm-up.pdf");
      Files.writeString(document, WarmUpDocument.PDF, StandardCharsets.ISO_8859_1);
      List<Thread> threads =
          IntStream.range(0, processes.size())
              .mapToObj(i -> new Thread(() -> attempt(document), "parser start"))
              .toList();
      threads.forEach(thread -> thread.setDaemon(true));
      threads.forEach(Thread::start);
    } catch (IOException e) {
      throw new UncheckedIOException("the parser's temporary folder is not writable", e);
    }
  }

  private void attempt(Path document) {
    try {
      parse(document);
    } catch (RuntimeException e) {
      // Whoever closed this meanwhile needs no parser; else the first file reports the same error.
      LOG.debug("a parser process did not start", e);
    }
  }

  @Override
  public void close() {
    processes.forEach(ParserProcess::close);
    ParserProcess.delete(folder);
  }

  private ParserProcess take() {
    try {
      return free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a parser process", e);
    }
  }
}
