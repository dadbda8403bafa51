package org.unabridged.outputs;

import java.util.List;
import java.util.stream.Stream;

/** A file format in which tables are written. */
public enum Format {
  /** Apache Parquet compressed with zstd: {@code clauses/part-00000.parquet}. */
  PARQUET(List.of(), "parquet"),

  /**
   * Arrow IPC files: {@code arrow/clauses/part-00000.arrow}. They stand in a folder of their own
   * because readers of a Parquet folder stumble over a file of another kind. They are not
   * compressed: so they can be memory-mapped, and JavaScript opens them without registering a
   * codec; Parquet is the compact form.
   */
  ARROW(List.of("arrow"), "arrow");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> parents;

  private final String extension;

  Format(List<String> parents, String extension) {
    this.parents = parents;
    this.extension = extension;
  }

  /** Folder of a table inside a run, such as {@code clauses}. */
  public String folder(Table table) {
    return String.join("/", folders(table));
  }

  /** The same folder by folder, from the outermost. */
  List<String> folders(Table table) {
    return Stream.concat(parents.stream(), Stream.of(table.folder())).toList();
  }

  /** Name of the file of one shard, such as {@code part-00000.parquet}. */
  String fileName(int shard) {
    return "part-%05d.%s".formatted(shard, extension);
  }
}
