package org.unabridged.inference.qwen35;

/** The part of a layer that works on each token alone. */
interface FeedForward {

  /** Computes the part's output from the normalised hidden states. */
  void transform(Block block);
}
