package org.unabridged.inference.chat;

/** Whether the model reasons before it answers. */
public enum Thinking {
  /** Its output begins inside the reasoning, which {@code </think>} ends. */
  ON,
  /** The prompt holds an empty reasoning; the output is the answer. */
  OFF
}
