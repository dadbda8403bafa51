/**
 * Weights on disk: readers of GGUF files and of Hugging Face checkpoints, which trust nothing in
 * them and give the same names and meanings.
 */
@NullMarked
package org.unabridged.inference.weights;

import org.jspecify.annotations.NullMarked;
