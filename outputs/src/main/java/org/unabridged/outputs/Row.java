package org.unabridged.outputs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of one table. Immutable; the constructor of each kind of row rejects what its table must
 * never hold.
 */
public sealed interface Row
    permits DocumentRow, TextRow, AnswerRow, ClauseRow, SummaryRow, ContextRow {

  /** The table that this row belongs to. */
  Table table();

  /**
   * The values of the row in the order of the table's columns: {@code String}, {@code Integer},
   * {@code Long}, {@code Double}, {@code Boolean}, a {@code List} of such for a list column and a
   * {@code List} of the members' values for a struct; null where the row has no value.
   */
  List<@Nullable Object> cells();
}
