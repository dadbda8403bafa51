package org.unabridged.pipeline.monitoring;

/** Metrics cannot be offered where they were asked for; the message says what to do. */
public final class MonitoringException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MonitoringException(String message, Throwable cause) {
    super(message, cause);
  }
}
