package org.unabridged.ingestion.tika;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;

/** Reads what a {@link TextJournal} has left, as far as it goes. */
final class TextJournalFile {
  /** Marks a document that the parser was still in. */
  static final String STOPPED = "unabridged:stopped";

  /** Marks a document that the parser has left without an end. */
  static final String BROKEN_OFF = "unabridged:broken_off";

  private final List<Entry> entries = new ArrayList<>();

  private static final class Entry {
    private Metadata metadata;
    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    Entry(Metadata metadata) {
      this.metadata = metadata;
    }

    String idPath() {
      String path = metadata.get(TikaCoreProperties.EMBEDDED_ID_PATH);
      return path == null ? "" : path;
    }
  }

  private TextJournalFile() {}

  /** Documents in the order in which they began, as Tika would have reported them. */
  static List<Metadata> read(Path file) throws IOException {
    TextJournalFile journal = new TextJournalFile();
    if (Files.exists(file)) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        journal.read(in);
      }
    }
    return journal.documents();
  }

  private void read(DataInputStream in) throws IOException {
    try {
      for (int kind = in.read(); kind >= 0; kind = in.read()) {
        int document = in.readInt();
        switch (kind) {
          case TextJournal.BEGIN -> entries.add(new Entry(metadata(in)));
          case TextJournal.TEXT -> entries.get(document).text.append(string(in));
          case TextJournal.END -> end(entries.get(document), metadata(in));
          default -> throw new IOException("unknown record in the parser's journal: " + kind);
        }
      }
    } catch (EOFException e) {
      // The process ended while it wrote: what came before is whole.
      return;
    }
  }

  private static void end(Entry entry, Metadata metadata) {
    entry.metadata = metadata;
    entry.ended = true;
  }

  private static Metadata metadata(DataInputStream in) throws IOException {
    Metadata metadata = new Metadata();
    for (String name = string(in); !name.isEmpty(); name = string(in)) {
      metadata.add(name, string(in));
    }
    return metadata;
  }

  private static String string(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * The parser was in the document that began last, or if that has ended around it; in the file
   * itself when all have ended, as its process has ended without an answer.
   */
  private List<Metadata> documents() {
    List<Metadata> documents = new ArrayList<>();
    if (!entries.isEmpty() && entries.stream().allMatch(entry -> entry.ended)) {
      entries.get(0).ended = false;
    }
    String current = entries.isEmpty() ? "" : entries.get(entries.size() - 1).idPath();
    for (Entry entry : entries) {
      entry.metadata.set(TikaCoreProperties.TIKA_CONTENT, entry.text.toString());
      boolean open = (current + "/").startsWith(entry.idPath() + "/");
      if (!entry.ended) {
        entry.metadata.set(open ? STOPPED : BROKEN_OFF, "true");
      }
      documents.add(entry.metadata);
    }
    return documents;
  }
}
