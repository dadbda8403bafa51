package org.unabridged.inference.qwen35;

/** The part of a layer in which tokens learn of each other. */
interface Mixer {

  /** Computes the part's output from the normalised hidden states. */
  void mix(Block block);
}
