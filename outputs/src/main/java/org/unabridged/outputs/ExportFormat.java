package org.unabridged.outputs;

/** A text format for rows, for programs that read neither Parquet nor Arrow. */
public enum ExportFormat {
  /**
   * RFC 4180: a line of column names, then a line for each row. Null is an empty field, an empty
   * text a quoted one; lists and structs are JSON.
   */
  CSV,
  /** One JSON object in each line; null is {@code null}. */
  JSONL
}
