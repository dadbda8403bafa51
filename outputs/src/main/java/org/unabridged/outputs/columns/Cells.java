package org.unabridged.outputs.columns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that every writer makes of the values that it is given. */
public final class Cells {

  private Cells() {}

  /** Requires one value for each column. */
  public static void requireWidth(List<Column> columns, List<?> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "Expected " + columns.size() + " values, but got " + cells.size());
    }
  }

  /** Requires a value unless the column may be null. */
  public static void requirePresence(Column column, @Nullable Object value) {
    if (value == null && column.presence() == Presence.REQUIRED) {
      throw new IllegalArgumentException("Column " + column.name() + " must not be null");
    }
  }

  /** The value of a list or of a struct. */
  @SuppressWarnings("unchecked") // a list and a struct are lists of values by contract
  public static List<@Nullable Object> nested(Object value) {
    return (List<@Nullable Object>) value;
  }
}
