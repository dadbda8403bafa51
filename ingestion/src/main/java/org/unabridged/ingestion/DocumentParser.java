package org.unabridged.ingestion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.ingestion.tika.Extraction;
import org.unabridged.ingestion.tika.ForkLimits;
import org.unabridged.ingestion.tika.ForkedTika;

/**
 * Parses files in processes of their own, which a hostile file can bring down without harm.
 * Whatever the bytes are, there is a result. Safe for many threads; a call waits for a free
 * process.
 */
public final class DocumentParser implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentParser.class);

  private final ParserConfiguration configuration;
  private final ForkedTika tika;

  /** Starts no process yet, see {@link #warmUp()}. */
  public DocumentParser(ParserConfiguration configuration) {
    this.configuration = configuration;
    tika = new ForkedTika(limits(configuration));
  }

  private static ForkLimits limits(ParserConfiguration configuration) {
    ContentLimits content = configuration.limits();
    ParserPool pool = configuration.pool();
    return new ForkLimits(
        configuration.timeLimit(),
        configuration.stallLimit(),
        pool.heapMegabytes(),
        content.temporaryMegabytes(),
        content.expansionRatio(),
        content.outputCharacters(),
        content.embeddedDocuments(),
        content.embeddedDepth(),
        content.elementDepth(),
        configuration.recognition().mode() == Recognition.Mode.OFF
            ? ""
            : configuration.recognition().languages(),
        pool.processes(),
        pool.filesPerProcess());
  }

  /**
   * Parses a file and all that it embeds. A text that the heap has no room for is a failure, too.
   *
   * @throws IOException when the file's bytes cannot be read
   */
  public ParsedFile parse(Path file) throws IOException {
    return parse(file, Sha256.of(file));
  }

  ParsedFile parse(Path file, String fileId) throws IOException {
    long size = Files.size(file);
    ParsedParts parts = new ParsedParts(configuration, fileId, size);
    if (size == 0) {
      return parts.failed(ParseFailure.Category.EMPTY_FILE, "has no bytes", Duration.ZERO);
    }
    if (size > configuration.limits().inputBytes()) {
      return tooLarge(fileId, size);
    }
    long started = System.nanoTime();
    try {
      Extraction extraction = tika.parse(file);
      Duration time = Duration.ofNanos(System.nanoTime() - started);
      return extraction instanceof Extraction.Stopped stopped
          ? parts.stopped(stopped, time)
          : parts.finished(((Extraction.Finished) extraction).parts(), time);
    } catch (OutOfMemoryError e) {
      if (!isOfHeap(e)) {
        throw e;
      }
      LOG.debug("there is no memory for the text of a file", e);
      // What it was needed for is free again: the next file is none the worse.
      return tooLong(fileId, size, Duration.ofNanos(System.nanoTime() - started));
    }
  }

  /** Threads, classes and buffers run out of other memory, for other reasons. */
  static boolean isOfHeap(OutOfMemoryError error) {
    String message = String.valueOf(error.getMessage());
    return Stream.of("native thread", "Metaspace", "class space", "direct", "Direct")
        .noneMatch(message::contains);
  }

  /** What becomes of a file whose text this process, other than the parser's, has no room for. */
  ParsedFile tooLong(String fileId, long size, Duration time) {
    return new ParsedParts(configuration, fileId, size)
        .failed(
            ParseFailure.Category.TEXT_OUT_OF_MEMORY,
            "has more text than there is memory for: give Java more (-Xmx), or lower the parser's"
                + " limit of "
                + configuration.limits().outputCharacters()
                + " characters",
            time);
  }

  /** What becomes of a file that is larger than the limit. */
  ParsedFile tooLarge(String fileId, long size) {
    return new ParsedParts(configuration, fileId, size)
        .failed(
            ParseFailure.Category.SIZE_LIMIT_EXCEEDED,
            "is larger than the parser's limit of "
                + configuration.limits().inputMegabytes()
                + " MB: raise the limit or split the file",
            Duration.ZERO);
  }

  /** How often a parser process was replaced, because of a file or after many. */
  public long restarts() {
    return tika.restarts();
  }

  /**
   * Starts the parser processes and loads the language model in the background, and returns at
   * once. Without it the first files wait for that.
   */
  public void warmUp() {
    List<Runnable> tasks = List.of(tika::warmUp, Languages::warmUp);
    for (Runnable task : tasks) {
      Thread thread = new Thread(() -> attempt(task), "parser warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Ends the parser processes. */
  @Override
  public void close() {
    tika.close();
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // The first file will meet the same error, and report it to someone.
      LOG.debug("warming up failed", e);
    }
  }
}
