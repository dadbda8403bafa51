package org.unabridged.outputs.columns;

import java.util.List;

/**
 * A column of a table, or a member of a nested column.
 *
 * @param name name in the files, snake case
 * @param type type of its values
 * @param presence whether values may be null
 * @param storage what its values are like
 * @param comment what it says, one sentence; empty for the element of a list
 * @param children the element of a list, the members of a struct; else empty
 */
public record Column(
    String name,
    ColumnType type,
    Presence presence,
    Storage storage,
    String comment,
    List<Column> children) {

  /** Checks that the children fit the type. */
  public Column {
    children = List.copyOf(children);
    boolean fits =
        switch (type) {
          case LIST -> children.size() == 1;
          case STRUCT -> !children.isEmpty();
          case STRING, INT32, INT64, FLOAT64, BOOLEAN -> children.isEmpty();
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "Column " + name + " of type " + type + " has wrong children: " + children);
    }
  }

  /** A required column of a simple type. */
  public static Column of(String name, ColumnType type, String comment) {
    return new Column(name, type, Presence.REQUIRED, Storage.PLAIN, comment, List.of());
  }

  /** A required list of strings. */
  public static Column strings(String name, String comment) {
    return list(name, of("element", ColumnType.STRING, ""), comment);
  }

  /** A required list of structs. */
  public static Column structs(String name, String comment, Column... members) {
    Column struct =
        new Column(
            "element", ColumnType.STRUCT, Presence.REQUIRED, Storage.PLAIN, "", List.of(members));
    return list(name, struct, comment);
  }

  private static Column list(String name, Column element, String comment) {
    return new Column(
        name, ColumnType.LIST, Presence.REQUIRED, Storage.PLAIN, comment, List.of(element));
  }

  /** The same column, which may be null. */
  public Column orNull() {
    return new Column(name, type, Presence.OPTIONAL, storage, comment, children);
  }

  /** The same column with few distinct values. */
  public Column repeating() {
    return new Column(name, type, presence, Storage.REPEATING, comment, children);
  }

  /** The same column with long texts. */
  public Column longText() {
    return new Column(name, type, presence, Storage.LONG_TEXT, comment, children);
  }

  /** The only child of a list. */
  public Column element() {
    if (type != ColumnType.LIST) {
      throw new IllegalStateException("Column " + name + " is no list but " + type);
    }
    return children.get(0);
  }
}
