package org.unabridged.ingestion.tika;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a parser has produced, so that it is not lost when its process is ended; {@link
 * TextJournalFile} reads it. Lives in that process; the parser's thread writes into memory, the
 * watchdog's onto the disk.
 */
final class TextJournal {
  static final String FILE = "journal";

  /** Records: a document begins, its text goes on, it has ended. */
  static final int BEGIN = 'B';

  static final int TEXT = 'T';
  static final int END = 'E';

  /** Beyond this the writer brings it to the disk itself. */
  private static final int MOST_PENDING_BYTES = 1 << 20;

  private static final Object LOCK = new Object();
  private static final ByteArrayOutputStream PENDING = new ByteArrayOutputStream();
  private static final DataOutputStream RECORDS = new DataOutputStream(PENDING);
  private static final StringBuilder RUN = new StringBuilder();

  private static @Nullable Path file;
  private static int documents;
  private static int runDocument;

  private TextJournal() {}

  static void open() throws IOException {
    file = Path.of(System.getProperty(ForkProgress.FOLDER_PROPERTY), FILE);
    Files.write(file, new byte[0]);
  }

  /** Forgets the file before. */
  static void restart() {
    synchronized (LOCK) {
      PENDING.reset();
      RUN.setLength(0);
      documents = 0;
      truncate();
    }
  }

  /**
   * A document begins.
   *
   * @return its number, for what follows
   */
  static int begin(Metadata metadata) {
    synchronized (LOCK) {
      endRun();
      int document = documents++;
      record(BEGIN, document, metadata);
      return document;
    }
  }

  static void text(int document, char[] characters, int start, int length) {
    synchronized (LOCK) {
      if (document != runDocument) {
        endRun();
        runDocument = document;
      }
      RUN.append(characters, start, length);
      if (RUN.length() > MOST_PENDING_BYTES) {
        flush();
      }
    }
  }

  static void end(int document, Metadata metadata) {
    synchronized (LOCK) {
      endRun();
      record(END, document, metadata);
    }
  }

  static void flush() {
    synchronized (LOCK) {
      endRun();
      if (PENDING.size() == 0 || file == null) {
        return;
      }
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
        PENDING.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException("the parser's folder is not writable", e);
      }
      PENDING.reset();
    }
  }

  private static void endRun() {
    if (RUN.length() == 0) {
      return;
    }
    try {
      RECORDS.writeByte(TEXT);
      RECORDS.writeInt(runDocument);
      write(RUN.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RUN.setLength(0);
  }

  private static void record(int kind, int document, Metadata metadata) {
    try {
      RECORDS.writeByte(kind);
      RECORDS.writeInt(document);
      for (String name : metadata.names()) {
        if (PartReader.reads(name) && !name.equals(TikaCoreProperties.TIKA_CONTENT.getName())) {
          for (String value : metadata.getValues(name)) {
            write(name);
            write(value);
          }
        }
      }
      write("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    RECORDS.writeInt(bytes.length);
    RECORDS.write(bytes);
  }

  private static void truncate() {
    try {
      if (file != null && Files.size(file) > 0) {
        Files.write(file, new byte[0]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the parser's folder is not writable", e);
    }
  }
}
