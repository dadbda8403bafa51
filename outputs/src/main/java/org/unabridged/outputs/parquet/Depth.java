package org.unabridged.outputs.parquet;

import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.Presence;

/**
 * Where a column stands in the nesting of a row.
 *
 * @param repetition how many lists are around it
 * @param around definition level when what is around it is there, but it is null
 * @param present definition level when it is there itself; the same where it is never null
 */
record Depth(int repetition, int around, int present) {

  /** Of a column of the table itself. */
  static Depth top(Column column) {
    return inside(0, 0, column);
  }

  /** Of the element of a list. */
  Depth element(Column element) {
    return inside(repetition + 1, present + 1, element);
  }

  /** Of a member of a struct. */
  Depth member(Column member) {
    return inside(repetition, present, member);
  }

  private static Depth inside(int repetition, int around, Column column) {
    int own = column.presence() == Presence.OPTIONAL ? 1 : 0;
    return new Depth(repetition, around, around + own);
  }
}
