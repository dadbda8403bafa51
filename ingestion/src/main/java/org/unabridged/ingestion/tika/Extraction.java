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
   * @param parts what it had read by then, the file first; what it was reading has the trouble
   *     {@link ExtractedPart.Trouble#STOPPED}; empty when it had not begun
   */
  record Stopped(Reason reason, List<ExtractedPart> parts) implements Extraction {
    /** Copies the list. */
    public Stopped {
      parts = List.copyOf(parts);
    }
  }

  /** Why a parser's process ended. */
  enum Reason {
    /** It took too long. */
    TIMEOUT,
    /** It produced nothing for too long. */
    STALLED,
    /** It ran out of memory. */
    OUT_OF_MEMORY,
    /** It unpacked more onto the disk than allowed. */
    DISK_LIMIT,
    /** It unpacked many times more onto the disk than there was in the file. */
    DISK_RATIO,
    /** It started more threads than any parser needs. */
    THREADS,
    /** It ended for a reason unknown. */
    CRASH,
    /** It could not read the file. */
    UNREADABLE
  }
}
