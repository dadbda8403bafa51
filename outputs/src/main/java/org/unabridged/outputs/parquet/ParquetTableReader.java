package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.Presence;
import org.unabridged.outputs.columns.TableShape;

/**
 * Reads the Parquet files that {@link ParquetTableFile} writes, a row group at a time. A file of an
 * older version may lack columns that may be null; they are read as null.
 */
public final class ParquetTableReader {
  private ParquetTableReader() {}

  /**
   * Hands the cells of each row to the sink, in column order.
   *
   * @throws IllegalArgumentException if the file lacks a column that every row must have
   */
  public static void read(Path file, TableShape shape, Consumer<List<@Nullable Object>> sink)
      throws IOException {
    MessageType schema = ParquetSchemas.message(shape);
    try (ParquetFileReader reader = open(file)) {
      MessageColumnIO columns =
          new ColumnIOFactory().getColumnIO(schema, reader.getFileMetaData().getSchema());
      for (PageReadStore rows = reader.readNextRowGroup();
          rows != null;
          rows = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            columns.getRecordReader(rows, new GroupRecordConverter(schema));
        for (long i = 0; i < rows.getRowCount(); i++) {
          sink.accept(cells(records.read(), shape.columns()));
        }
      }
    }
  }

  private static ParquetFileReader open(Path file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdDecompression())
            .build();
    return ParquetFileReader.open(new LocalInputFile(file), options);
  }

  private static List<@Nullable Object> cells(Group group, List<Column> columns) {
    List<@Nullable Object> cells = new ArrayList<>(columns.size());
    for (Column column : columns) {
      boolean present = group.getFieldRepetitionCount(column.name()) > 0;
      if (!present && column.presence() == Presence.REQUIRED) {
        throw new IllegalArgumentException(
            "There is no column " + column.name() + ": another version wrote the table");
      }
      cells.add(present ? cell(group, column) : null);
    }
    return cells;
  }

  private static Object cell(Group group, Column column) {
    String name = column.name();
    return switch (column.type()) {
      case STRING -> group.getString(name, 0);
      case INT32 -> group.getInteger(name, 0);
      case INT64 -> group.getLong(name, 0);
      case FLOAT64 -> group.getDouble(name, 0);
      case BOOLEAN -> group.getBoolean(name, 0);
      case LIST -> list(group.getGroup(name, 0), column.element());
      case STRUCT -> cells(group.getGroup(name, 0), column.children());
    };
  }

  /** The repeated group of a list has no name of its own that readers could rely on. */
  private static List<@Nullable Object> list(Group list, Column element) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      values.add(cell(list.getGroup(0, i), element));
    }
    return values;
  }
}
