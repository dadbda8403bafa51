package org.unabridged.inference;

import java.util.List;

/**
 * Makes handlers of models that others serve: chosen by this name, a colon and the name of a
 * profile, as in {@code openai:qwen3.5-plus}. Implementations are found by {@link
 * java.util.ServiceLoader}.
 */
public interface ModelServiceProvider {

  /** The name before the colon. */
  String name();

  /** The names of the profiles that come with it. */
  List<String> profiles();

  /**
   * What the model is, without contacting anyone.
   *
   * @throws IllegalArgumentException if there is no such profile, or the options do not fit it; the
   *     message says what to do
   */
  ModelDescription describe(String profile, RuntimeOptions options);

  /**
   * Opens the model; nothing is sent yet.
   *
   * @throws IllegalArgumentException as {@link #describe} does
   */
  ModelHandler open(String profile, RuntimeOptions options);

  /**
   * Tries whether everything works that a run needs, by asking the server.
   *
   * @param tokens length of the text for the check that all is read, at least 1
   * @throws IllegalArgumentException as {@link #describe} does
   */
  List<Finding> examine(String profile, RuntimeOptions options, long tokens);
}
