package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Tells files that end early. Parsers are lenient: of half a PDF or half a ZIP-based document they
 * give the text that is left, as if it were all. Both formats end with a mark of their own.
 */
final class FileEnd {
  /** A ZIP's end record is 22 bytes and a comment of at most 65,535 (APPNOTE 4.3.16). */
  private static final int ZIP_TAIL_BYTES = 22 + 65_535;

  /** Readers accept 1 KB of garbage after a PDF's end; this leaves room for more. */
  private static final int PDF_TAIL_BYTES = 16 * 1024;

  private static final byte[] ZIP_START = {'P', 'K', 3, 4};
  private static final byte[] ZIP_END = {'P', 'K', 5, 6};
  private static final byte[] PDF_START = "%PDF-".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] PDF_END = "%%EOF".getBytes(StandardCharsets.ISO_8859_1);

  private FileEnd() {}

  static boolean isCutShort(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] head = new byte[(int) Math.min(PDF_START.length, file.length())];
      file.readFully(head);
      if (startsWith(head, PDF_START)) {
        return !contains(tail(file, PDF_TAIL_BYTES), PDF_END);
      }
      return startsWith(head, ZIP_START) && !contains(tail(file, ZIP_TAIL_BYTES), ZIP_END);
    }
  }

  private static byte[] tail(RandomAccessFile file, int limit) throws IOException {
    byte[] tail = new byte[(int) Math.min(limit, file.length())];
    file.seek(file.length() - tail.length);
    file.readFully(tail);
    return tail;
  }

  private static boolean startsWith(byte[] bytes, byte[] mark) {
    return matches(bytes, 0, mark);
  }

  private static boolean contains(byte[] bytes, byte[] mark) {
    for (int i = bytes.length - mark.length; i >= 0; i--) {
      if (matches(bytes, i, mark)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] bytes, int at, byte[] mark) {
    if (at + mark.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (bytes[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
