/**
 * Numeric kernels: matrix product, short convolution, gated delta rule and gates, each in a fast
 * form on the Vector API and in a plain form that runs everywhere, and the threads that share them
 * out.
 */
@NullMarked
package org.unabridged.inference.tensor;

import org.jspecify.annotations.NullMarked;
