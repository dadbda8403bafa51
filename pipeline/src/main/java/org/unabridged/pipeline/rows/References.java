package org.unabridged.pipeline.rows;

/**
 * The two kinds of reference that rows are made from: files, and contexts. Files sort by address.
 */
public final class References {
  private static final String CONTEXT = "context ";
  private static final String FILE = "file ";

  private References() {}

  /** Stands for the rows of a file's documents. */
  public static String of(FileReference file) {
    return FILE + file.encode();
  }

  /** Stands for the row of a context. */
  public static String ofContext(String contextId) {
    return CONTEXT + contextId;
  }

  static boolean isFile(String reference) {
    return reference.startsWith(FILE);
  }

  static FileReference file(String reference) {
    return FileReference.decode(reference.substring(FILE.length()));
  }

  static String contextId(String reference) {
    return reference.substring(CONTEXT.length());
  }
}
