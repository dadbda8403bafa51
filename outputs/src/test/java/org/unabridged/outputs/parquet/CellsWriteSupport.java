package org.unabridged.outputs.parquet;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Cells;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.TableShape;
import org.unabridged.outputs.columns.Utf8;

/** Walks the values of a row into parquet-java's record consumer. */
final class CellsWriteSupport extends WriteSupport<List<? extends @Nullable Object>> {

  private final TableShape shape;
  private final Map<String, String> metadata;
  private @Nullable RecordConsumer consumer;

  CellsWriteSupport(TableShape shape, Map<String, String> metadata) {
    this.shape = shape;
    this.metadata = metadata;
  }

  /** Recorded in the file as {@code writer.model.name}. */
  @Override
  public String getName() {
    return "unabridged";
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return context();
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return context();
  }

  private WriteContext context() {
    return new WriteContext(ParquetSchemas.message(shape), metadata);
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(List<? extends @Nullable Object> cells) {
    if (consumer == null) {
      throw new IllegalStateException("prepareForWrite must come first");
    }
    consumer.startMessage();
    members(consumer, shape.columns(), cells);
    consumer.endMessage();
  }

  private static void members(
      RecordConsumer consumer, List<Column> columns, List<? extends @Nullable Object> values) {
    Cells.requireWidth(columns, values);
    for (int index = 0; index < columns.size(); index++) {
      field(consumer, columns.get(index), index, values.get(index));
    }
  }

  /** A null is written by leaving the field out. */
  private static void field(
      RecordConsumer consumer, Column column, int index, @Nullable Object value) {
    Cells.requirePresence(column, value);
    if (value != null) {
      consumer.startField(column.name(), index);
      value(consumer, column, value);
      consumer.endField(column.name(), index);
    }
  }

  private static void value(RecordConsumer consumer, Column column, Object value) {
    switch (column.type()) {
      case STRING -> consumer.addBinary(Binary.fromConstantByteArray(Utf8.bytes((String) value)));
      case INT32 -> consumer.addInteger((Integer) value);
      case INT64 -> consumer.addLong((Long) value);
      case FLOAT64 -> consumer.addDouble((Double) value);
      case BOOLEAN -> consumer.addBoolean((Boolean) value);
      case LIST -> list(consumer, column.element(), Cells.nested(value));
      case STRUCT -> {
        consumer.startGroup();
        members(consumer, column.children(), Cells.nested(value));
        consumer.endGroup();
      }
    }
  }

  private static void list(RecordConsumer consumer, Column element, List<@Nullable Object> values) {
    consumer.startGroup();
    if (!values.isEmpty()) {
      consumer.startField("list", 0);
      for (Object value : values) {
        consumer.startGroup();
        field(consumer, element, 0, value);
        consumer.endGroup();
      }
      consumer.endField("list", 0);
    }
    consumer.endGroup();
  }
}
