package org.unabridged.outputs.parquet;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.ColumnType;
import org.unabridged.outputs.columns.Presence;
import org.unabridged.outputs.columns.TableShape;

/**
 * Parquet schemas of tables: strings annotated as such, lists of three levels, exact nullability.
 */
final class ParquetSchemas {

  private ParquetSchemas() {}

  static MessageType message(TableShape shape) {
    return new MessageType(shape.name(), types(shape.columns()));
  }

  /** {@code comment} of the table and {@code comment.<path>} of each column that has one. */
  static Map<String, String> comments(TableShape shape) {
    Map<String, String> comments = new LinkedHashMap<>();
    comments.put("table", shape.name());
    comments.put("comment", shape.comment());
    shape.columns().forEach(column -> addComments("comment." + column.name(), column, comments));
    return comments;
  }

  private static List<Type> types(List<Column> columns) {
    return columns.stream().map(ParquetSchemas::type).toList();
  }

  private static Type type(Column column) {
    Repetition repetition =
        column.presence() == Presence.REQUIRED ? Repetition.REQUIRED : Repetition.OPTIONAL;
    return switch (column.type()) {
      case STRING ->
          Types.primitive(BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
      case INT32 -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(column.name());
      case INT64 -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
      case FLOAT64 -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(column.name());
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
      case LIST ->
          ConversionPatterns.listOfElements(repetition, column.name(), type(column.element()));
      case STRUCT -> new GroupType(repetition, column.name(), types(column.children()));
    };
  }

  private static void addComments(String path, Column column, Map<String, String> comments) {
    if (!column.comment().isEmpty()) {
      comments.put(path, column.comment());
    }
    for (Column child : column.children()) {
      String childPath = column.type() == ColumnType.LIST ? path : path + "." + child.name();
      addComments(childPath, child, comments);
    }
  }
}
