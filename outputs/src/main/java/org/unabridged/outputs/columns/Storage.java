package org.unabridged.outputs.columns;

/** What a column's values are like, for formats that can make use of it. */
public enum Storage {
  /** Nothing special. */
  PLAIN,
  /** Few distinct values: a dictionary pays. */
  REPEATING,
  /** Long texts, all different: neither a dictionary nor minimum and maximum are of use. */
  LONG_TEXT
}
