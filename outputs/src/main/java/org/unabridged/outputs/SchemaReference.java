package org.unabridged.outputs;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Describes all tables in Markdown, from their schemas alone. */
public final class SchemaReference {

  private SchemaReference() {}

  /** One section for each table, one line for each column and each member of a nested one. */
  public static String markdown() {
    StringBuilder text =
        new StringBuilder(
            """
            # Tables

            Written from the schemas of the code. Offsets are half-open; `start` and `end` count
            Unicode code points, as Python does, `start_utf16` and `end_utf16` count UTF-16 units,
            as Java and JavaScript do. `[]` is an element of a list.
            """);
    for (Table table : Table.values()) {
      section(table, text);
    }
    return text.toString();
  }

  private static void section(Table table, StringBuilder text) {
    Schema schema = table.schema();
    text.append("\n## ").append(table.folder()).append("\n\n");
    text.append(schema.getCustomMetadata().get("comment")).append("\n\n");
    text.append("| column | type | null | meaning |\n| --- | --- | --- | --- |\n");
    schema.getFields().forEach(field -> line(field.getName(), field, text));
  }

  private static void line(String path, Field field, StringBuilder text) {
    List<Field> members = members(field);
    text.append("| `").append(path).append("` | ").append(type(field)).append(" | ");
    text.append(field.isNullable() ? "yes" : "no").append(" | ");
    text.append(field.getMetadata().getOrDefault("comment", "").replace("|", "\\|")).append(" |\n");
    members.forEach(member -> line(path + "[]." + member.getName(), member, text));
  }

  /** The members of the structs that a list holds. */
  private static List<Field> members(Field field) {
    return field.getType() instanceof ArrowType.List
        ? field.getChildren().get(0).getChildren()
        : List.of();
  }

  private static String type(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.List) {
      return "list of " + type(field.getChildren().get(0));
    }
    if (type instanceof ArrowType.Int integer) {
      return "int" + integer.getBitWidth();
    }
    if (type instanceof ArrowType.FloatingPoint) {
      return "float64";
    }
    if (type instanceof ArrowType.Utf8) {
      return "string";
    }
    if (type instanceof ArrowType.Bool) {
      return "bool";
    }
    if (type instanceof ArrowType.Struct) {
      return "struct";
    }
    throw new IllegalStateException("No name for type " + type);
  }
}
