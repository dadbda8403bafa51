package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.tika.exception.TikaConfigException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.pipes.FetchEmitTuple;
import org.apache.tika.pipes.HandlerConfig;
import org.apache.tika.pipes.PipesClient;
import org.apache.tika.pipes.PipesConfig;
import org.apache.tika.pipes.PipesResult;
import org.apache.tika.pipes.emitter.EmitKey;
import org.apache.tika.pipes.fetcher.FetchKey;
import org.apache.tika.sax.BasicContentHandlerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.ingestion.tika.Extraction.Reason;

/**
 * One process of the parser with a folder of its own, started when the first file comes, and
 * replaced when it has ended, has read its share of files, or goes on with threads that a file has
 * started. For one thread at a time.
 */
final class ParserProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ParserProcess.class);

  private static final String TEMPORARY = "tmp";
  private static final long START_LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(120);
  private static final long IDLE_LIMIT_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private static final int DELETE_ATTEMPTS = 10;
  private static final long DELETE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ForkLimits limits;
  private final Path folder;
  private final PipesConfig configuration;
  private PipesClient client;
  private volatile int replaced;
  private int files;

  /** Starts nothing yet. */
  ParserProcess(ForkLimits limits, Path folder) throws IOException, TikaConfigException {
    this.limits = limits;
    this.folder = folder;
    configuration = configuration();
    client = new PipesClient(configuration);
  }

  Extraction parse(Path file) {
    if (files >= limits.filesPerProcess()) {
      replace();
    }
    files++;
    PipesResult result = processOrReplace(file);
    return switch (result.getStatus()) {
      case PARSE_SUCCESS, PARSE_SUCCESS_WITH_EXCEPTION ->
          finished(result.getEmitData().getMetadataList());
      case TIMEOUT -> stopped(Reason.TIMEOUT);
      case OOM -> stopped(Reason.OUT_OF_MEMORY);
      case UNSPECIFIED_CRASH -> stopped(verdict());
      case FETCH_EXCEPTION -> new Extraction.Stopped(Reason.UNREADABLE, List.of());
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

  /** After an answer that there was no room for, the process is in the middle of it. */
  private PipesResult processOrReplace(Path file) {
    try {
      return process(file);
    } catch (OutOfMemoryError e) {
      replace();
      throw e;
    } catch (RuntimeException e) {
      if (outOfMemory(e) instanceof OutOfMemoryError error) {
        replace();
        throw error;
      }
      throw e;
    }
  }

  private static @Nullable Throwable outOfMemory(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof OutOfMemoryError)) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Override
  public void close() {
    end();
    delete(folder);
  }

  private Extraction finished(List<Metadata> documents) {
    if (documents.stream().anyMatch(each -> each.get(FinishedFilter.THREADS_LEFT) != null)) {
      replace();
    }
    return new Extraction.Finished(PartReader.read(documents));
  }

  private Extraction stopped(Reason reason) {
    try {
      List<Metadata> documents = TextJournalFile.read(folder.resolve(TextJournal.FILE));
      return new Extraction.Stopped(reason, PartReader.read(documents));
    } catch (IOException e) {
      throw new UncheckedIOException("the parser's journal cannot be read", e);
    } finally {
      replace();
    }
  }

  /** Why the process ended itself, if it did. */
  private Reason verdict() {
    try {
      Path verdict = folder.resolve(ForkProgress.VERDICT);
      return Files.exists(verdict) ? Reason.valueOf(Files.readString(verdict)) : Reason.CRASH;
    } catch (IOException | IllegalArgumentException e) {
      return Reason.CRASH;
    }
  }

  /** How often a new process took the place of an old one. */
  int replaced() {
    return replaced;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
  private void replace() {
    replaced++;
    end();
    delete(folder.resolve(TEMPORARY));
    delete(folder.resolve(TextJournal.FILE));
    delete(folder.resolve(ForkProgress.VERDICT));
    files = 0;
    try {
      Files.createDirectory(folder.resolve(TEMPORARY));
    } catch (IOException e) {
      throw new UncheckedIOException("the parser's folder is not writable", e);
    }
    client = new PipesClient(configuration);
  }

  private void end() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a parser process cannot be ended", e);
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
      return client.process(
          new FetchEmitTuple(
              "document",
              new FetchKey(TikaSettings.FETCHER, file.toAbsolutePath().toString()),
              new EmitKey(TikaSettings.EMITTER, "document"),
              new Metadata(),
              context));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while parsing", e);
    } catch (IOException e) {
      throw new IllegalStateException("the parser process cannot be started", e);
    }
  }

  private PipesConfig configuration() throws IOException, TikaConfigException {
    Files.createDirectories(folder.resolve(TEMPORARY));
    Path settings = folder.resolve("tika-config.xml");
    Files.writeString(settings, TikaSettings.xml(limits), StandardCharsets.UTF_8);
    PipesConfig config = PipesConfig.load(settings);
    config.setTikaConfig(settings);
    config.setJavaPath(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    config.setTimeoutMillis(limits.time().toMillis());
    config.setStartupTimeoutMillis(START_LIMIT_MILLIS);
    config.setShutdownClientAfterMillis(IDLE_LIMIT_MILLIS);
    config.setMaxForEmitBatchBytes(Long.MAX_VALUE);
    config.setForkedJvmArgs(javaArguments());
    return config;
  }

  private List<String> javaArguments() throws IOException {
    Path quiet = folder.resolve("logging.properties");
    Files.writeString(quiet, "handlers=\n.level=OFF\n", StandardCharsets.ISO_8859_1);
    Path hosts = Files.write(folder.resolve("hosts"), new byte[0]);
    return List.of(
        "-Xmx" + limits.heapMegabytes() + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-XX:-UsePerfData",
        "-Djava.awt.headless=true",
        "-Djava.io.tmpdir=" + folder.resolve(TEMPORARY),
        "-Djdk.net.hosts.file=" + hosts,
        "-Djava.nio.channels.spi.SelectorProvider=" + OfflineChannels.class.getName(),
        "-Djava.util.logging.config.file=" + quiet,
        "-Dslf4j.internal.verbosity=ERROR",
        "-Dlog4j.configurationFile=none",
        "-D" + ForkProgress.TIME_PROPERTY + "=" + limits.time().toMillis(),
        "-D" + ForkProgress.STALL_PROPERTY + "=" + limits.stall().toMillis(),
        "-D" + ForkProgress.TEMPORARY_PROPERTY + "=" + limits.temporaryMegabytes(),
        "-D" + ForkProgress.RATIO_PROPERTY + "=" + limits.expansionRatio(),
        "-D" + ForkProgress.FOLDER_PROPERTY + "=" + folder,
        "-D" + MarkedTextFactory.DEPTH_PROPERTY + "=" + limits.embeddedDepth(),
        "-D" + TextRecognition.LANGUAGES_PROPERTY + "=" + limits.recognitionLanguages(),
        "-cp",
        ForkClassPath.of(System.getProperty("java.class.path")));
  }

  /**
   * Removes a folder with all that is in it. Tries again for a moment, because a process that was
   * only just ended may still have made a file.
   */
  static void delete(Path tree) {
    IOException failure = null;
    for (int attempt = 0; attempt < DELETE_ATTEMPTS; attempt++) {
      try {
        deleteOnce(tree);
        return;
      } catch (IOException e) {
        failure = e;
        LockSupport.parkNanos(DELETE_PAUSE_NANOS);
      }
    }
    LOG.warn("temporary files of the parser remain in {}: {}", tree, String.valueOf(failure));
  }

  private static void deleteOnce(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
