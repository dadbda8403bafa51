package org.unabridged.outputs.parquet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Cells;
import org.unabridged.outputs.columns.Column;

/** A struct, whose members are columns of their own. */
final class StructWriter implements FieldWriter {

  private final Column column;
  private final Depth depth;
  private final List<FieldWriter> members;

  StructWriter(Column column, Depth depth, List<FieldWriter> members) {
    this.column = column;
    this.depth = depth;
    this.members = members;
  }

  @Override
  public void write(@Nullable Object value, int repetition) {
    Cells.requirePresence(column, value);
    if (value == null) {
      writeMissing(repetition, depth.around());
      return;
    }
    List<@Nullable Object> values = Cells.nested(value);
    Cells.requireWidth(column.children(), values);
    for (int index = 0; index < members.size(); index++) {
      members.get(index).write(values.get(index), repetition);
    }
  }

  @Override
  public void writeMissing(int repetition, int definition) {
    for (FieldWriter member : members) {
      member.writeMissing(repetition, definition);
    }
  }
}
