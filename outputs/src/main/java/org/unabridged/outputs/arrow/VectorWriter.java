package org.unabridged.outputs.arrow;

import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Cells;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.Utf8;

/** Puts values into Arrow vectors, which grow as needed, and says how many bytes they took. */
final class VectorWriter {

  private VectorWriter() {}

  /**
   * Sets the values of one row or one struct.
   *
   * @return about how many bytes they take
   */
  static long write(
      List<FieldVector> vectors,
      List<Column> columns,
      int index,
      List<? extends @Nullable Object> values) {
    Cells.requireWidth(columns, values);
    long bytes = 0;
    for (int position = 0; position < columns.size(); position++) {
      bytes += write(vectors.get(position), columns.get(position), index, values.get(position));
    }
    return bytes;
  }

  private static long write(FieldVector vector, Column column, int index, @Nullable Object value) {
    Cells.requirePresence(column, value);
    if (value == null) {
      vector.setNull(index);
      return Long.BYTES;
    }
    return switch (column.type()) {
      case STRING -> string((VarCharVector) vector, index, (String) value);
      case INT32 -> {
        ((IntVector) vector).setSafe(index, (Integer) value);
        yield Integer.BYTES;
      }
      case INT64 -> {
        ((BigIntVector) vector).setSafe(index, (Long) value);
        yield Long.BYTES;
      }
      case FLOAT64 -> {
        ((Float8Vector) vector).setSafe(index, (Double) value);
        yield Double.BYTES;
      }
      case BOOLEAN -> {
        ((BitVector) vector).setSafe(index, ((Boolean) value) ? 1 : 0);
        yield 1;
      }
      case LIST -> list((ListVector) vector, column.element(), index, Cells.nested(value));
      case STRUCT -> struct((StructVector) vector, column, index, Cells.nested(value));
    };
  }

  private static long string(VarCharVector vector, int index, String value) {
    byte[] utf8 = Utf8.bytes(value);
    vector.setSafe(index, utf8);
    return Integer.BYTES + (long) utf8.length;
  }

  private static long list(
      ListVector vector, Column element, int index, List<@Nullable Object> values) {
    int start = vector.startNewValue(index);
    long bytes = Integer.BYTES;
    for (int position = 0; position < values.size(); position++) {
      bytes += write(vector.getDataVector(), element, start + position, values.get(position));
    }
    vector.endValue(index, values.size());
    return bytes;
  }

  private static long struct(
      StructVector vector, Column column, int index, List<@Nullable Object> values) {
    vector.setIndexDefined(index);
    return write(vector.getChildrenFromFields(), column.children(), index, values);
  }
}
