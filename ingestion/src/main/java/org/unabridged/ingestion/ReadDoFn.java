package org.unabridged.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** Parses a file into the store, unless it is there. */
final class ReadDoFn extends DoFn<InputFile, ReadFile> {
  private static final long serialVersionUID = 1;

  /** Locks by hash: workers that meet the same bytes at the same time parse them once. */
  private static final Map<String, Object> IN_PROGRESS = new ConcurrentHashMap<>();

  private final Counter parsed = Metrics.counter(ReadDocuments.class, "files_parsed");
  private final Counter known = Metrics.counter(ReadDocuments.class, "files_known");
  private final Counter unreadable = Metrics.counter(ReadDocuments.class, "files_unreadable");

  private final ParserConfiguration configuration;
  private final ParsedFileStore store;

  ReadDoFn(ParserConfiguration configuration, ParsedFileStore store) {
    this.configuration = configuration;
    this.store = store;
  }

  /** Reads one file. */
  @ProcessElement
  public void read(@Element InputFile file, OutputReceiver<ReadFile> receiver) {
    receiver.output(read(file));
  }

  private ReadFile read(InputFile file) {
    if (file.sizeBytes() > configuration.limits().inputBytes()) {
      return refuse(file);
    }
    try (LocalFile local = LocalFile.of(file.uri())) {
      String fileId = Sha256.of(local.path());
      parseOnce(local.path(), fileId);
      return ReadFile.stored(file, fileId);
    } catch (IOException e) {
      unreadable.inc();
      return ReadFile.unreadable(file, UnreadableReason.of(e));
    }
  }

  /** What is too large is hashed where it lies, never copied. */
  private ReadFile refuse(InputFile file) {
    try (InputStream bytes = LocalFile.open(file.uri())) {
      String fileId = Sha256.of(bytes);
      store.save(SharedParsers.of(configuration).tooLarge(fileId, file.sizeBytes()));
      return ReadFile.stored(file, fileId);
    } catch (IOException e) {
      unreadable.inc();
      return ReadFile.unreadable(file, UnreadableReason.of(e));
    }
  }

  private void parseOnce(Path path, String fileId) throws IOException {
    Object lock = IN_PROGRESS.computeIfAbsent(fileId, id -> new Object());
    try {
      synchronized (lock) {
        if (!store.contains(fileId)) {
          store.save(SharedParsers.of(configuration).parse(path, fileId));
          parsed.inc();
        } else {
          known.inc();
        }
      }
    } finally {
      IN_PROGRESS.remove(fileId, lock);
    }
  }
}
