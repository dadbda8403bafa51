package org.unabridged.inference.remote.transport;

import java.nio.file.Path;

/** Where the key to a server is. A key itself is in no configuration, message or log. */
public sealed interface KeySource {

  /** The server wants none. */
  record None() implements KeySource {}

  /**
   * In the environment.
   *
   * @param variable its name
   */
  record Environment(String variable) implements KeySource {
    public Environment {
      Require.notBlank("environment variable of a key", variable);
    }
  }

  /**
   * In a file, white space around it left out.
   *
   * @param path the file, read when the endpoint is opened
   */
  record File(Path path) implements KeySource {}
}
