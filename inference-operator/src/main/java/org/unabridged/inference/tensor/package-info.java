/**
 * Numeric kernels: on hidden states in float32, and on weights and caches as they are stored; each
 * in C, on the Vector API and in plain Java that runs everywhere; and the threads that share them
 * out.
 */
@NullMarked
package org.unabridged.inference.tensor;

import org.jspecify.annotations.NullMarked;
