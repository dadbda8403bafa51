package org.unabridged.outputs.parquet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Cells;
import org.unabridged.outputs.columns.Column;

/** A list. The elements after the first repeat at its own level. */
final class ListWriter implements FieldWriter {

  private final Column column;
  private final Depth depth;
  private final FieldWriter element;

  ListWriter(Column column, Depth depth, FieldWriter element) {
    this.column = column;
    this.depth = depth;
    this.element = element;
  }

  @Override
  public void write(@Nullable Object value, int repetition) {
    Cells.requirePresence(column, value);
    if (value == null) {
      writeMissing(repetition, depth.around());
      return;
    }
    List<@Nullable Object> values = Cells.nested(value);
    if (values.isEmpty()) {
      writeMissing(repetition, depth.present());
      return;
    }
    element.write(values.get(0), repetition);
    for (int index = 1; index < values.size(); index++) {
      element.write(values.get(index), depth.repetition() + 1);
    }
  }

  @Override
  public void writeMissing(int repetition, int definition) {
    element.writeMissing(repetition, definition);
  }
}
