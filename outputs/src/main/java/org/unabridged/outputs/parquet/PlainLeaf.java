package org.unabridged.outputs.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.ColumnType;
import org.unabridged.outputs.columns.Utf8;

/** A leaf whose values stand one after another. */
final class PlainLeaf extends LeafWriter {

  private final ColumnType type;
  private final PlainBuffer buffer = new PlainBuffer();
  private int bits;

  PlainLeaf(Column column, Depth depth, ColumnDescriptor descriptor, PageWindow window) {
    super(column, depth, descriptor, window);
    this.type = column.type();
  }

  @Override
  void add(Object value) {
    switch (type) {
      case STRING -> addText(Utf8.bytes((String) value));
      case INT32 -> addInt((Integer) value);
      case INT64 -> addLong((Long) value);
      case FLOAT64 -> addDouble((Double) value);
      case BOOLEAN -> addBoolean((Boolean) value);
      case LIST, STRUCT -> throw new IllegalStateException("A leaf is no " + type);
    }
  }

  private void addText(byte[] utf8) {
    buffer.addBytes(utf8);
    countBinary(utf8.length);
    if (bounded()) {
      extremes().add(utf8);
    }
  }

  private void addInt(int value) {
    buffer.addInt(value);
    extremes().add(value);
  }

  private void addLong(long value) {
    buffer.addLong(value);
    extremes().add(value);
  }

  private void addDouble(double value) {
    buffer.addLong(Double.doubleToRawLongBits(value));
    if (Double.isNaN(value)) {
      countNan();
    } else {
      extremes().add(value);
    }
  }

  /** Eight to a byte, the first in the lowest bit. */
  private void addBoolean(boolean value) {
    if (bits % Byte.SIZE == 0) {
      buffer.addByte(0);
    }
    if (value) {
      buffer.setLast(bits % Byte.SIZE);
    }
    bits++;
    extremes().add(value ? 1 : 0);
  }

  @Override
  long plainBytes() {
    return buffer.length();
  }

  @Override
  long bufferedBytes() {
    return buffer.length();
  }

  @Override
  PlainPage takeValues(byte[] levels) {
    bits = 0;
    return buffer.take(levels);
  }

  @Override
  Encoding encoding() {
    return Encoding.PLAIN;
  }

  @Override
  @Nullable PlainPage takeDictionary() {
    return null;
  }

  @Override
  int dictionarySize() {
    return 0;
  }
}
