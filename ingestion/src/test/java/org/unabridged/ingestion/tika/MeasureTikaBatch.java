package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.pipes.FetchEmitTuple;
import org.apache.tika.pipes.HandlerConfig;
import org.apache.tika.pipes.async.AsyncProcessor;
import org.apache.tika.pipes.emitter.AbstractEmitter;
import org.apache.tika.pipes.emitter.EmitData;
import org.apache.tika.pipes.emitter.EmitKey;
import org.apache.tika.pipes.fetcher.FetchKey;
import org.apache.tika.sax.BasicContentHandlerFactory;
import org.unabridged.ingestion.PeakMemory;

/**
 * The batch mode of Tika 3 on the same files as {@link org.unabridged.ingestion.MeasureExtraction}:
 * the processor that {@code tika-app -i … -o …} runs, with Tika's own parsers as they are but for
 * OCR, in as many processes with the same heap. Texts are written to files, as there.
 *
 * <p>Arguments: the number of processes and the folders.
 */
final class MeasureTikaBatch {
  private static final int WAIT_MILLIS = 50;

  private MeasureTikaBatch() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of(arguments).subList(1, arguments.length)) {
      try (Stream<Path> paths = Files.walk(Path.of(folder))) {
        paths.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    Path output = Files.createTempDirectory("tika-batch");
    Path settings = Files.writeString(output.resolve("settings"), settings(arguments[0], output));
    long bytes = 0;
    long started = System.nanoTime();
    try (PeakMemory memory = PeakMemory.watch();
        AsyncProcessor processor = new AsyncProcessor(settings)) {
      for (int i = 0; i < files.size(); i++) {
        bytes += Files.size(files.get(i));
        processor.offer(task(i, files.get(i)), TimeUnit.MINUTES.toMillis(10));
      }
      processor.finished();
      while (processor.checkActive()) {
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%d files, %.1f MB in %.1f s: %.1f files/s, %.2f MB/s, %d files written, at most %d MB"
              + " resident%n",
          files.size(),
          bytes / 1e6,
          seconds,
          files.size() / seconds,
          bytes / 1e6 / seconds,
          written(output),
          memory.megabytes());
    }
  }

  private static long written(Path output) throws IOException {
    try (Stream<Path> texts = Files.list(output)) {
      return texts.filter(path -> path.toString().endsWith(".txt")).count();
    }
  }

  private static FetchEmitTuple task(int number, Path file) {
    ParseContext context = new ParseContext();
    context.set(
        HandlerConfig.class,
        new HandlerConfig(
            BasicContentHandlerFactory.HANDLER_TYPE.TEXT,
            HandlerConfig.PARSE_MODE.RMETA,
            -1,
            -1,
            true));
    return new FetchEmitTuple(
        "file-" + number,
        new FetchKey("files", file.toAbsolutePath().toString()),
        new EmitKey("texts", number + ".txt"),
        new Metadata(),
        context);
  }

  private static String settings(String processes, Path output) throws IOException {
    Path quiet =
        Files.writeString(
            output.resolve("quiet.xml"), "<configuration><root level=\"OFF\"/></configuration>");
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <properties>
          <parsers>
            <parser class="org.apache.tika.parser.DefaultParser">
              <parser-exclude class="org.apache.tika.parser.ocr.TesseractOCRParser"/>
              <parser-exclude class="org.apache.tika.parser.external.CompositeExternalParser"/>
            </parser>
          </parsers>
          <fetchers>
            <fetcher class="org.apache.tika.pipes.fetcher.fs.FileSystemFetcher">
              <params><name>files</name><allowAbsolutePaths>true</allowAbsolutePaths></params>
            </fetcher>
          </fetchers>
          <emitters>
            <emitter class="%s">
              <params><name>texts</name><folder>%s</folder></params>
            </emitter>
          </emitters>
          <async>
            <params>
              <numClients>%s</numClients>
              <timeoutMillis>120000</timeoutMillis>
              <tikaConfig>%s</tikaConfig>
              <forkedJvmArgs>
                <arg>-Xmx512m</arg>
                <arg>-Djava.awt.headless=true</arg>
                <arg>-Dlogback.configurationFile=%s</arg>
              </forkedJvmArgs>
            </params>
          </async>
        </properties>
        """
        .formatted(Texts.class.getName(), output, processes, output.resolve("settings"), quiet);
  }

  /** Writes what a file said, and what its attachments said, into one file. */
  public static final class Texts extends AbstractEmitter {
    private Path folder = Path.of("");

    /** Called by Tika with the configured value. */
    @org.apache.tika.config.Field
    public void setFolder(String path) {
      folder = Path.of(path);
    }

    @Override
    public void emit(String key, List<Metadata> documents, ParseContext context)
        throws IOException {
      StringBuilder text = new StringBuilder();
      for (Metadata document : documents) {
        String content = document.get(TikaCoreProperties.TIKA_CONTENT);
        text.append(content == null ? "" : content);
      }
      Files.writeString(folder.resolve(key), text, StandardCharsets.UTF_8);
    }

    @Override
    public void emit(List<? extends EmitData> files) throws IOException {
      for (EmitData file : files) {
        emit(file.getEmitKey().getEmitKey(), file.getMetadataList(), new ParseContext());
      }
    }
  }
}
