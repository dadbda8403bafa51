package org.unabridged.inference.remote.dialect;

/** Why an answer ended. */
public enum FinishReason {
  /** The model had finished. */
  STOP,
  /** The most tokens had been generated; the answer is cut. */
  LENGTH,
  /** The server withheld text. */
  CONTENT_FILTER,
  /** Another reason, or none given. */
  OTHER
}
