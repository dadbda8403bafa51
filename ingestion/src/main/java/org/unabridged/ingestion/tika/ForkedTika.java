package org.unabridged.ingestion.tika;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tika.Tika;
import org.apache.tika.exception.TikaConfigException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.pipes.FetchEmitTuple;
import org.apache.tika.pipes.HandlerConfig;
import org.apache.tika.pipes.PipesConfig;
import org.apache.tika.pipes.PipesException;
import org.apache.tika.pipes.PipesParser;
import org.apache.tika.pipes.PipesResult;
import org.apache.tika.pipes.emitter.EmitKey;
import org.apache.tika.pipes.fetcher.FetchKey;
import org.apache.tika.sax.BasicContentHandlerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tika in processes of its own, which it starts when they are needed, and replaces when they end.
 * Safe for many threads; a call waits for a free process.
 */
public final class ForkedTika implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ForkedTika.class);

  /** A process is replaced after so many files, before slow leaks of parsers matter. */
  private static final int FILES_PER_PROCESS = 2_000;

  private static final String TEMPORARY = "tmp";
  private static final long START_LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(120);
  private static final long IDLE_LIMIT_MILLIS = TimeUnit.MINUTES.toMillis(10);
  private static final long LONGEST_WAIT_MILLIS = TimeUnit.DAYS.toMillis(365);

  private final ForkLimits limits;
  private final Path folder;
  private final PipesParser parser;

  /** Starts nothing yet. */
  public ForkedTika(ForkLimits limits) {
    this.limits = limits;
    try {
      folder = Files.createTempDirectory("unabridged-parser-");
      parser = new PipesParser(configuration());
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
    PipesResult result = process(file);
    Extraction extraction = extraction(result);
    if (extraction instanceof Extraction.Stopped) {
      deleteLeftovers();
    }
    return extraction;
  }

  private Extraction extraction(PipesResult result) {
    return switch (result.getStatus()) {
      case PARSE_SUCCESS, PARSE_SUCCESS_WITH_EXCEPTION ->
          new Extraction.Finished(PartReader.read(result.getEmitData().getMetadataList()));
      case TIMEOUT -> new Extraction.Stopped(Extraction.Reason.TIMEOUT);
      case OOM -> new Extraction.Stopped(Extraction.Reason.OUT_OF_MEMORY);
      case UNSPECIFIED_CRASH ->
          new Extraction.Stopped(
              folder.resolve(ForkProgress.TOO_LARGE).toFile().delete()
                  ? Extraction.Reason.DISK_LIMIT
                  : Extraction.Reason.CRASH);
      case FETCH_EXCEPTION -> new Extraction.Stopped(Extraction.Reason.UNREADABLE);
      case CLIENT_UNAVAILABLE_WITHIN_MS,
          FETCHER_INITIALIZATION_EXCEPTION,
          PARSE_EXCEPTION_EMIT,
          PARSE_EXCEPTION_NO_EMIT,
          EMIT_SUCCESS,
          EMIT_SUCCESS_PARSE_EXCEPTION,
          EMIT_EXCEPTION,
          NO_EMITTER_FOUND,
          NO_FETCHER_FOUND,
          INTERRUPTED_EXCEPTION,
          EMPTY_OUTPUT,
          INTERMEDIATE_RESULT ->
          throw new IllegalStateException("the parser answered " + result.getStatus());
    };
  }

  /** Starts the processes and lets each parse a small PDF, which loads most of what PDFs need. */
  public void warmUp() {
    try {
      Path document = folder.resolve("warm-up.pdf");
      Files.writeString(document, WarmUpDocument.PDF, StandardCharsets.ISO_8859_1);
      List<Thread> threads =
          IntStream.range(0, limits.processes())
              .mapToObj(i -> new Thread(() -> parse(document), "parser start"))
              .toList();
      threads.forEach(thread -> thread.setDaemon(true));
      threads.forEach(Thread::start);
    } catch (IOException e) {
      throw new UncheckedIOException("the parser's temporary folder is not writable", e);
    }
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a parser process cannot be ended", e);
    } finally {
      delete(folder);
    }
  }

  private PipesResult process(Path file) {
    ParseContext context = new ParseContext();
    context.set(
        HandlerConfig.class,
        new HandlerConfig(
            BasicContentHandlerFactory.HANDLER_TYPE.TEXT,
            HandlerConfig.PARSE_MODE.RMETA,
            limits.outputCharacters(),
            limits.embeddedDocuments(),
            true));
    try {
      return parser.parse(
          new FetchEmitTuple(
              "document",
              new FetchKey(TikaSettings.FETCHER, file.toAbsolutePath().toString()),
              new EmitKey(TikaSettings.EMITTER, "document"),
              new Metadata(),
              context));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while parsing", e);
    } catch (IOException | PipesException e) {
      throw new IllegalStateException("the parser process cannot be started", e);
    }
  }

  private PipesConfig configuration() throws IOException, TikaConfigException {
    Path settings = folder.resolve("tika-config.xml");
    Files.writeString(settings, TikaSettings.xml(), StandardCharsets.UTF_8);
    PipesConfig config = PipesConfig.load(settings);
    config.setTikaConfig(settings);
    config.setJavaPath(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    config.setNumClients(limits.processes());
    config.setTimeoutMillis(limits.time().toMillis());
    config.setStartupTimeoutMillis(START_LIMIT_MILLIS);
    config.setShutdownClientAfterMillis(IDLE_LIMIT_MILLIS);
    config.setMaxWaitForClientMillis(LONGEST_WAIT_MILLIS);
    config.setMaxFilesProcessedPerProcess(FILES_PER_PROCESS);
    config.setMaxForEmitBatchBytes(Long.MAX_VALUE);
    config.setForkedJvmArgs(javaArguments());
    return config;
  }

  private List<String> javaArguments() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve(TEMPORARY));
    Path quiet = folder.resolve("logging.properties");
    Files.writeString(quiet, "handlers=\n.level=OFF\n", StandardCharsets.ISO_8859_1);
    return List.of(
        "-Xmx" + limits.heapMegabytes() + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-XX:-UsePerfData",
        "-Djava.awt.headless=true",
        "-Djava.io.tmpdir=" + temporary,
        "-Djava.util.logging.config.file=" + quiet,
        "-Dslf4j.internal.verbosity=ERROR",
        "-Dlog4j.configurationFile=none",
        "-D" + ForkProgress.STALL_PROPERTY + "=" + limits.stall().toMillis(),
        "-D" + ForkProgress.TEMPORARY_PROPERTY + "=" + limits.temporaryMegabytes(),
        "-D" + MarkedTextFactory.DEPTH_PROPERTY + "=" + limits.embeddedDepth(),
        "-cp",
        ForkClassPath.of(System.getProperty("java.class.path")));
  }

  /** A process that was ended could not delete its temporary files. */
  private void deleteLeftovers() {
    File[] files = folder.resolve(TEMPORARY).toFile().listFiles();
    long oldest =
        limits.processes() == 1
            ? Long.MAX_VALUE
            : System.currentTimeMillis() - limits.time().toMillis();
    for (File file : files == null ? new File[0] : files) {
      if (file.isFile() && file.lastModified() < oldest) {
        delete(file);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(ForkedTika::delete);
    } catch (IOException e) {
      LOG.warn("temporary files of the parser remain", e);
    }
  }

  private static void delete(File file) {
    if (!file.delete()) {
      LOG.warn("a temporary file of the parser remains");
    }
  }
}
