package org.unabridged.inference;

/**
 * How much a model reads in one pass, in one way of using it.
 *
 * @param name such as {@code native} or {@code extended}
 * @param tokens the most that it holds
 */
public record Window(String name, long tokens) {
  /** The name of the window that a model was trained with. */
  public static final String NATIVE = "native";

  /** The name of the window that it has when its positions are scaled. */
  public static final String EXTENDED = "extended";

  public Window {
    Require.notBlank("name", name);
    if (tokens < 1) {
      throw new IllegalArgumentException("a window must be positive: " + tokens);
    }
  }
}
