/**
 * Weights on disk: a reader of GGUF files that trusts nothing in them, and the block formats that
 * the runtime computes with.
 */
@NullMarked
package org.unabridged.inference.weights;

import org.jspecify.annotations.NullMarked;
