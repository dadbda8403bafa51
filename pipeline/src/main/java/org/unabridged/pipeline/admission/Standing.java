package org.unabridged.pipeline.admission;

/** How far the store is with a piece of work. */
public enum Standing {
  /** Nothing to do: all of it was parsed and read by the model before. */
  FINISHED,
  /** Parsed before; the model has not read it, or another model or other questions. */
  TO_INFER,
  /** Its bytes are new to the store, or failed to parse, or were parsed differently. */
  TO_PARSE
}
