package org.unabridged.outputs;

/** A file format in which tables are written. */
public enum Format {
  /** Apache Parquet compressed with zstd: {@code clauses/part-00000.parquet}. */
  PARQUET("", "parquet"),

  /**
   * Arrow IPC files: {@code arrow/clauses/part-00000.arrow}. They stand in a folder of their own
   * because readers of a Parquet folder stumble over a file of another kind. They are not
   * compressed: so they can be memory-mapped, and JavaScript opens them without registering a
   * codec; Parquet is the compact form.
   */
  ARROW("arrow/", "arrow");

  private final String prefix;
  private final String extension;

  Format(String prefix, String extension) {
    this.prefix = prefix;
    this.extension = extension;
  }

  /** Folder of a table inside a run, such as {@code clauses}. */
  public String folder(Table table) {
    return prefix + table.folder();
  }

  /** Name of the file of one shard, such as {@code part-00000.parquet}. */
  String fileName(int shard) {
    return "part-%05d.%s".formatted(shard, extension);
  }
}
