package org.unabridged.outputs;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How DuckDB names the types of Arrow fields, without the quotation marks that it puts around some
 * names.
 */
final class DuckDbTypes {

  private static final Map<String, String> SIMPLE =
      Map.of(
          "Utf8", "VARCHAR",
          "Int(32, true)", "INTEGER",
          "Int(64, true)", "BIGINT",
          "FloatingPoint(DOUBLE)", "DOUBLE",
          "Bool", "BOOLEAN");

  private DuckDbTypes() {}

  static String of(Field field) {
    return switch (field.getType().getTypeID()) {
      case List -> of(field.getChildren().get(0)) + "[]";
      case Struct ->
          field.getChildren().stream()
              .map(child -> child.getName() + " " + of(child))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
      default -> SIMPLE.getOrDefault(field.getType().toString(), "unknown");
    };
  }
}
