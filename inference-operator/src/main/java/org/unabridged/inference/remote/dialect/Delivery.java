package org.unabridged.inference.remote.dialect;

/** How an answer comes. */
public enum Delivery {
  /** As it is written, so that a server that has stopped working is noticed soon. */
  STREAMED,
  /** When it is complete; for servers that can not stream. Only the total time-out applies. */
  WHOLE
}
