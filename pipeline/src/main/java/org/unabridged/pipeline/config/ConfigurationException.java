package org.unabridged.pipeline.config;

import java.util.List;

/**
 * Settings are unknown or have values that are not allowed; the message has one line for each,
 * which names it, its source and what is allowed.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConfigurationException(String message) {
    super(message);
  }

  ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }

  /** One exception for all that is wrong. */
  static ConfigurationException of(List<String> problems) {
    return new ConfigurationException(String.join("\n", problems));
  }
}
