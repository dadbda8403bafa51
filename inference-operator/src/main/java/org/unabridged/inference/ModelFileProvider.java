package org.unabridged.inference;

import java.nio.file.Path;

/**
 * Makes handlers of a model that the user has as a file: chosen by this name, a colon and the
 * file's path, as in {@code qwen3.5:/models/qwen.gguf}. Implementations are found by {@link
 * java.util.ServiceLoader}.
 */
public interface ModelFileProvider {

  /** The name before the colon. */
  String name();

  /** Whether the file is of a kind that this provider runs, by its header. */
  boolean accepts(Path file);

  /**
   * What the model is when it is run so, without computing anything with it.
   *
   * @throws IllegalArgumentException if the file is missing or not one that can be run; the message
   *     says what to do, or if it cannot be run as the options say
   */
  ModelDescription describe(Path file, RuntimeOptions options);

  /**
   * Loads the model.
   *
   * @throws IllegalArgumentException as {@link #describe} does
   */
  ModelHandler open(Path file, RuntimeOptions options);

  /**
   * Measures the model on this machine, for some seconds.
   *
   * @throws IllegalArgumentException as {@link #describe} does
   */
  ModelSpeed measure(Path file, RuntimeOptions options);
}
