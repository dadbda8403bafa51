package org.unabridged.pipeline.config;

/**
 * A setting is unknown or has a value that is not allowed; the message names it, its source and
 * what is allowed.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConfigurationException(String message) {
    super(message);
  }

  ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
