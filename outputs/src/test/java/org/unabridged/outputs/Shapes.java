package org.unabridged.outputs;

import static org.unabridged.outputs.columns.ColumnType.BOOLEAN;
import static org.unabridged.outputs.columns.ColumnType.FLOAT64;
import static org.unabridged.outputs.columns.ColumnType.INT32;
import static org.unabridged.outputs.columns.ColumnType.INT64;
import static org.unabridged.outputs.columns.ColumnType.LIST;
import static org.unabridged.outputs.columns.ColumnType.STRING;
import static org.unabridged.outputs.columns.ColumnType.STRUCT;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.ColumnType;
import org.unabridged.outputs.columns.Presence;
import org.unabridged.outputs.columns.Storage;
import org.unabridged.outputs.columns.TableShape;

/**
 * A table that no run has: every type, nested in every way, and nulls wherever there can be one.
 */
final class Shapes {

  static final TableShape EVERYTHING =
      new TableShape(
          "everything",
          "A comment.",
          List.of(
              Column.of("required", STRING, "Never null."),
              Column.of("string", STRING, "").orNull(),
              Column.of("int32", INT32, "").orNull(),
              Column.of("int64", INT64, "").orNull(),
              Column.of("float64", FLOAT64, "").orNull(),
              Column.of("boolean", BOOLEAN, "").orNull(),
              nullable("strings", LIST, Column.of("element", STRING, "").orNull()),
              nullable("structs", LIST, nullable("element", STRUCT, inner(), innerList())),
              nullable("struct", STRUCT, inner(), innerList())));

  /** Rows of that table: full, null, empty, and extreme. */
  static final List<List<@Nullable Object>> ROWS =
      List.of(
          Arrays.asList(
              "full",
              "é😀",
              1,
              2L,
              0.5,
              true,
              List.of("a", ""),
              List.of(List.of(1, List.of(2L, 3L)), List.of(4, List.of())),
              List.of(5, List.of(6L))),
          Arrays.asList("null", null, null, null, null, null, null, null, null),
          Arrays.asList(
              "empty", "", 0, 0L, 0.0, false, List.of(), List.of(), Arrays.asList(null, null)),
          Arrays.asList(
              "extreme",
              "\u0001\uffff",
              Integer.MIN_VALUE,
              Long.MAX_VALUE,
              Double.MIN_VALUE,
              true,
              Arrays.asList(null, "b", null),
              Arrays.asList(null, Arrays.asList(null, null), List.of(7, List.of(8L))),
              Arrays.asList(9, null)),
          Arrays.asList("null again", null, null, null, null, null, null, null, null));

  private Shapes() {}

  private static Column inner() {
    return Column.of("inner", INT32, "").orNull();
  }

  private static Column innerList() {
    return nullable("inner_list", LIST, Column.of("element", INT64, ""));
  }

  private static Column nullable(String name, ColumnType type, Column... children) {
    return new Column(name, type, Presence.OPTIONAL, Storage.PLAIN, "", List.of(children));
  }
}
