package org.unabridged.outputs.columns;

import java.util.List;

/**
 * What a file needs to know of its table.
 *
 * @param name name of the table
 * @param comment what a row stands for, one sentence
 * @param columns columns in order
 */
public record TableShape(String name, String comment, List<Column> columns) {

  /** Copies the list. */
  public TableShape {
    columns = List.copyOf(columns);
  }
}
