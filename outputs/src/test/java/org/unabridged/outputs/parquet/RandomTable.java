package org.unabridged.outputs.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.ColumnType;
import org.unabridged.outputs.columns.Presence;
import org.unabridged.outputs.columns.Storage;
import org.unabridged.outputs.columns.TableShape;

/** Random rows of a table that has every type in every place, made from a seed. */
final class RandomTable {

  /** Every type, required and not, in lists of structs of lists, with every storage. */
  static final TableShape SHAPE =
      new TableShape(
          "random",
          "A comment.",
          List.of(
              Column.of("id", ColumnType.STRING, "Different in every row."),
              Column.of("sorted", ColumnType.STRING, "Repeats for a while.").repeating(),
              Column.of("few", ColumnType.STRING, "One of few, or null.").orNull().repeating(),
              Column.of("many", ColumnType.STRING, "Said to repeat, but does not.").repeating(),
              Column.of("text", ColumnType.STRING, "Long.").longText(),
              Column.of("none", ColumnType.FLOAT64, "Always null.").orNull(),
              Column.of("int32", ColumnType.INT32, ""),
              Column.of("int64", ColumnType.INT64, "").orNull(),
              Column.of("float64", ColumnType.FLOAT64, "").orNull(),
              Column.of("boolean", ColumnType.BOOLEAN, "").orNull(),
              Column.strings("strings", ""),
              Column.structs(
                      "structs",
                      "",
                      Column.of("kind", ColumnType.STRING, "").repeating(),
                      Column.of("number", ColumnType.INT32, "").orNull(),
                      Column.structs("inner", "", Column.of("flag", ColumnType.BOOLEAN, ""))
                          .orNull())
                  .orNull()));

  private static final double[] DOUBLES = {0.0, -0.0, Double.NaN, 1e300, Double.MIN_VALUE, -3.5};

  private final Random random;
  private int row;

  RandomTable(long seed) {
    this.random = new Random(seed);
  }

  Stream<List<@Nullable Object>> rows(int count) {
    return Stream.generate(this::next).limit(count);
  }

  private List<@Nullable Object> next() {
    row++;
    List<@Nullable Object> cells = new ArrayList<>();
    SHAPE.columns().forEach(column -> cells.add(cell(column)));
    return cells;
  }

  private @Nullable Object cell(Column column) {
    boolean absent = column.name().equals("none") || random.nextInt(4) == 0;
    if (column.presence() == Presence.OPTIONAL && absent) {
      return null;
    }
    return switch (column.type()) {
      case STRING -> string(column);
      case INT32 -> random.nextInt();
      case INT64 -> random.nextLong();
      case FLOAT64 -> random.nextBoolean() ? random.nextGaussian() : DOUBLES[random.nextInt(6)];
      case BOOLEAN -> random.nextBoolean();
      case LIST -> Stream.generate(() -> cell(column.element())).limit(random.nextInt(4)).toList();
      case STRUCT -> {
        List<@Nullable Object> members = new ArrayList<>();
        column.children().forEach(member -> members.add(cell(member)));
        yield members;
      }
    };
  }

  private String string(Column column) {
    if (column.name().equals("sorted")) {
      return "document-" + row / 100;
    }
    if (column.name().equals("many")) {
      return "é😀".repeat(random.nextInt(5)) + random.nextLong();
    }
    return column.storage() == Storage.REPEATING
        ? "é".repeat(random.nextInt(7))
        : "word ".repeat(random.nextInt(60)) + random.nextLong();
  }
}
