package org.unabridged.inference.remote.transport;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the key to a server is. A key itself is in no configuration, message or log. */
public sealed interface KeySource {

  /**
   * A file, else a variable, else none.
   *
   * @param file null for none
   * @param variable null for none
   */
  static KeySource of(@Nullable String file, @Nullable String variable) {
    if (file != null) {
      return new File(Path.of(file));
    }
    return variable == null ? new None() : new Environment(variable);
  }

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
