package org.unabridged.outputs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes the rows of references into the six tables without a pipeline, on the calling thread: what
 * {@link WriteTables} does with one shard.
 */
public final class TableFiles {
  private TableFiles() {}

  /**
   * Writes one file for each table and format. References are taken in their natural order.
   *
   * @param folder a local folder, such as that of a {@link RunDirectory}
   * @return the names of the files, relative to the folder
   * @throws IOException if a file cannot be written; none has its name then
   */
  public static List<String> write(
      Path folder, Set<Format> formats, List<String> references, RowSource source)
      throws IOException {
    return write(folder.toAbsolutePath().toString(), 0, formats, references, source, row -> {});
  }

  /**
   * Writes one shard.
   *
   * @param written is told each row once it is written
   */
  static List<String> write(
      String folder,
      int shard,
      Set<Format> formats,
      List<String> references,
      RowSource source,
      Consumer<Row> written)
      throws IOException {
    List<String> sorted = new ArrayList<>(references);
    Collections.sort(sorted);
    try (RowSource.Rows rows = source.open(sorted);
        ShardFiles files = ShardFiles.open(folder, shard, formats)) {
      for (String reference : sorted) {
        rows.of(reference, row -> write(files, row, written));
      }
      return files.publish();
    }
  }

  private static void write(ShardFiles files, Row row, Consumer<Row> written) {
    try {
      files.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a row of " + row.table().folder(), e);
    }
    written.accept(row);
  }
}
