package org.unabridged.ingestion.tika;

import java.util.List;

/** What became of a file in the parser's process. */
public sealed interface Extraction {
  /**
   * The parser ended by itself.
   *
   * @param parts the file first, then what it embeds in the order of the file
   */
  record Finished(List<ExtractedPart> parts) implements Extraction {
    /** Copies the list. */
    public Finished {
      parts = List.copyOf(parts);
    }
  }

  /**
   * The parser's process ended or was ended.
   *
   * @param reason why
   */
  record Stopped(Reason reason) implements Extraction {}

  /** Why a parser's process ended. */
  enum Reason {
    /** It took too long. */
    TIMEOUT,
    /** It ran out of memory. */
    OUT_OF_MEMORY,
    /** It unpacked more onto the disk than allowed. */
    DISK_LIMIT,
    /** It ended for a reason unknown. */
    CRASH,
    /** It could not read the file. */
    UNREADABLE
  }
}
