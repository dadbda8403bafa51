package org.unabridged.outputs.arrow;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.Presence;
import org.unabridged.outputs.columns.TableShape;

/**
 * Arrow schemas of tables. Comments are metadata under {@code comment}, of the schema and of each
 * field.
 */
public final class ArrowSchemas {

  private ArrowSchemas() {}

  /** The schema of a table. */
  public static Schema schema(TableShape shape) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("table", shape.name());
    metadata.put("comment", shape.comment());
    return new Schema(fields(shape.columns()), metadata);
  }

  /**
   * The schema as Arrow readers of Parquet look for it under {@code ARROW:schema}: with it they
   * restore comments and exact types.
   */
  public static String encoded(TableShape shape) {
    return Base64.getEncoder().encodeToString(schema(shape).serializeAsMessage());
  }

  private static List<Field> fields(List<Column> columns) {
    return columns.stream().map(ArrowSchemas::field).toList();
  }

  private static Field field(Column column) {
    Map<String, String> metadata =
        column.comment().isEmpty() ? Map.of() : Map.of("comment", column.comment());
    FieldType type =
        new FieldType(column.presence() == Presence.OPTIONAL, arrowType(column), null, metadata);
    return new Field(column.name(), type, fields(column.children()));
  }

  private static ArrowType arrowType(Column column) {
    return switch (column.type()) {
      case STRING -> ArrowType.Utf8.INSTANCE;
      case INT32 -> new ArrowType.Int(Integer.SIZE, true);
      case INT64 -> new ArrowType.Int(Long.SIZE, true);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case LIST -> ArrowType.List.INSTANCE;
      case STRUCT -> ArrowType.Struct.INSTANCE;
    };
  }
}
