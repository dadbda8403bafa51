package org.unabridged.outputs.columns;

/** Type of a column and the Java type of its values. */
public enum ColumnType {
  /** UTF-8 text; {@code String}. */
  STRING,
  /** 32-bit integer; {@code Integer}. */
  INT32,
  /** 64-bit integer; {@code Long}. */
  INT64,
  /** 64-bit floating point number; {@code Double}. */
  FLOAT64,
  /** {@code Boolean}. */
  BOOLEAN,
  /** {@code List} of values of its one child. */
  LIST,
  /** {@code List} of one value for each child. */
  STRUCT
}
