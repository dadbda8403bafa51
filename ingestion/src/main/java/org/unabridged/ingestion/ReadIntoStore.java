package org.unabridged.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parses files into a store, without a pipeline; what {@link ReadDocuments} does for each of its
 * elements. Safe for many threads.
 *
 * @param configuration how files are parsed
 * @param store what has a file already spares parsing it
 */
public record ReadIntoStore(ParserConfiguration configuration, ParsedFileStore store) {
  /** Locks by hash: threads that meet the same bytes at the same time parse them once. */
  private static final Map<String, Object> IN_PROGRESS = new ConcurrentHashMap<>();

  /** What reading a file came to. */
  enum Work {
    PARSED,
    KNOWN,
    REFUSED,
    UNREADABLE
  }

  /**
   * A file that was read.
   *
   * @param file the file
   * @param work what was done for it
   */
  record Reading(ReadFile file, Work work) {}

  /** Reads one file; its content is in the store afterwards, unless it could not be read. */
  public ReadFile read(InputFile file) {
    return reading(file).file();
  }

  Reading reading(InputFile file) {
    try {
      return file.sizeBytes() > configuration.limits().inputBytes() ? refuse(file) : parse(file);
    } catch (IOException e) {
      return new Reading(ReadFile.unreadable(file, UnreadableReason.of(e)), Work.UNREADABLE);
    }
  }

  /** What is too large is hashed where it lies, never copied. */
  private Reading refuse(InputFile file) throws IOException {
    try (InputStream bytes = LocalFile.open(file.uri())) {
      String fileId = Sha256.of(bytes);
      store.save(SharedParsers.of(configuration).tooLarge(fileId, file.sizeBytes()));
      return new Reading(ReadFile.stored(file, fileId), Work.REFUSED);
    }
  }

  private Reading parse(InputFile file) throws IOException {
    try (LocalFile local = LocalFile.of(file.uri())) {
      String fileId = Sha256.of(local.path());
      Work work = parseOnce(local.path(), fileId);
      return new Reading(ReadFile.stored(file, fileId), work);
    }
  }

  private void save(Path path, String fileId) throws IOException {
    DocumentParser parser = SharedParsers.of(configuration);
    ParsedFile parsed = parser.parse(path, fileId);
    try {
      store.save(parsed);
    } catch (OutOfMemoryError e) {
      if (!DocumentParser.isOfHeap(e)) {
        throw e;
      }
      Duration time = parsed.results().get(0).parseTime();
      store.save(parser.tooLong(fileId, Files.size(path), time));
    }
  }

  private Work parseOnce(Path path, String fileId) throws IOException {
    Object lock = IN_PROGRESS.computeIfAbsent(fileId, id -> new Object());
    try {
      synchronized (lock) {
        if (store.contains(fileId)) {
          return Work.KNOWN;
        }
        save(path, fileId);
        return Work.PARSED;
      }
    } finally {
      IN_PROGRESS.remove(fileId, lock);
    }
  }
}
