package org.unabridged.pipeline.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * An exception and what is behind it.
 *
 * @param chain the exception, its cause, and so on; at least one
 */
record Causes(List<Throwable> chain) {
  private static final int MOST = 50;

  /** Copies the list. */
  Causes {
    chain = List.copyOf(chain);
  }

  static Causes of(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>(List.of(thrown));
    Throwable cause = thrown.getCause();
    while (cause != null && chain.size() < MOST) {
      chain.add(cause);
      cause = cause.getCause();
    }
    return new Causes(chain);
  }

  /** What began it. */
  Throwable root() {
    return chain.get(chain.size() - 1);
  }
}
