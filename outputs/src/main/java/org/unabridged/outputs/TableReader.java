package org.unabridged.outputs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.arrow.ArrowTableReader;
import org.unabridged.outputs.parquet.ParquetTableReader;

/**
 * Reads the tables of a run back as rows: from its Parquet files, or from its Arrow files where it
 * has no others.
 */
public final class TableReader {
  private TableReader() {}

  /**
   * Reads all rows of a table in the order of the files, one at a time.
   *
   * @param run the folder of a run
   * @param sink takes the rows
   * @throws IllegalArgumentException if the folder does not hold the table
   * @throws UncheckedIOException if a file cannot be read
   */
  public static void read(Path run, Table table, Consumer<Row> sink) {
    Consumer<List<@Nullable Object>> cells = row -> sink.accept(Rows.of(table, row));
    try {
      if (Files.isDirectory(run.resolve(Format.PARQUET.folder(table)))) {
        for (Path file : files(run.resolve(Format.PARQUET.folder(table)), "*.parquet")) {
          ParquetTableReader.read(file, table.shape(), cells);
        }
      } else if (Files.isDirectory(run.resolve(Format.ARROW.folder(table)))) {
        for (Path file : files(run.resolve(Format.ARROW.folder(table)), "*.arrow")) {
          ArrowTableReader.read(file, table.shape(), cells);
        }
      } else {
        throw new IllegalArgumentException(
            "There is no table " + table.folder() + " in " + run + ": name the folder of a run");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + table.folder() + " in " + run, e);
    }
  }

  private static List<Path> files(Path folder, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    return files;
  }
}
