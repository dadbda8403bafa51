package org.unabridged.inference.qwen35;

import org.unabridged.inference.decoding.Generator;
import org.unabridged.inference.decoding.LanguageModel;

/**
 * A model with one window.
 *
 * @param model reads
 * @param generator writes with it
 * @param memoryCheck before a context is read
 */
record Profile(LanguageModel model, Generator generator, MemoryCheck memoryCheck) {

  /** Looks whether there is room. */
  @FunctionalInterface
  interface MemoryCheck {
    /**
     * Checks.
     *
     * @param tokens of all sequences together, what they share once
     * @throws InsufficientMemoryException if these do not fit into what there is now
     */
    void require(long tokens, int sequences);
  }
}
