package org.unabridged.outputs.columns;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file being written, by one thread. It is complete only after {@link #finish()} returned. */
public interface TableFile extends Closeable {

  /**
   * Appends a row. After an exception the file cannot be completed any more.
   *
   * @param cells the row's values in column order
   * @throws IllegalArgumentException when a required value is null or the number of values is wrong
   */
  void write(List<? extends @Nullable Object> cells) throws IOException;

  /** Writes what is buffered and the end of the file, and closes it. */
  void finish() throws IOException;

  /** Frees memory and file handle; a file that was not finished stays incomplete. */
  @Override
  void close() throws IOException;
}
