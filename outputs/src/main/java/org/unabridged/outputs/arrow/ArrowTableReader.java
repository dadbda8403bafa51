package org.unabridged.outputs.arrow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.TableShape;

/** Reads the Arrow files that {@link ArrowTableFile} writes, a batch at a time. */
public final class ArrowTableReader {
  private ArrowTableReader() {}

  /** Hands the cells of each row to the sink, in column order. */
  public static void read(Path file, TableShape shape, Consumer<List<@Nullable Object>> sink)
      throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        for (int row = 0; row < batch.getRowCount(); row++) {
          sink.accept(cells(batch, row, shape.columns()));
        }
      }
    }
  }

  private static List<@Nullable Object> cells(
      VectorSchemaRoot batch, int row, List<Column> columns) {
    List<@Nullable Object> cells = new ArrayList<>(columns.size());
    for (Column column : columns) {
      cells.add(cell(batch.getVector(column.name()).getObject(row), column));
    }
    return cells;
  }

  private static @Nullable Object cell(@Nullable Object value, Column column) {
    if (value == null) {
      return null;
    }
    return switch (column.type()) {
      case STRING -> value.toString();
      case INT32, INT64, FLOAT64, BOOLEAN -> value;
      case LIST -> list((List<?>) value, column.element());
      case STRUCT -> struct((Map<?, ?>) value, column.children());
    };
  }

  private static List<@Nullable Object> list(List<?> values, Column element) {
    List<@Nullable Object> cells = new ArrayList<>(values.size());
    values.forEach(value -> cells.add(cell(value, element)));
    return cells;
  }

  private static List<@Nullable Object> struct(Map<?, ?> members, List<Column> children) {
    List<@Nullable Object> cells = new ArrayList<>(children.size());
    children.forEach(child -> cells.add(cell(members.get(child.name()), child)));
    return cells;
  }
}
