package org.unabridged.inference.remote.dialect;

import org.jspecify.annotations.Nullable;

/**
 * How long a server says a prompt is, chat template included.
 *
 * @param tokens of the whole prompt
 * @param window most tokens of prompt and answer together; null if the server did not say
 */
public record TokenCount(long tokens, @Nullable Long window) {

  public TokenCount {
    Bounds.atLeast("tokens", tokens, 0);
  }
}
