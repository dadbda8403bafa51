package org.unabridged.outputs.columns;

/** Whether a column may be null. */
public enum Presence {
  /** Never null. */
  REQUIRED,
  /** May be null. */
  OPTIONAL
}
