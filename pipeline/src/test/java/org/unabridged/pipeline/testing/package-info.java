/** A small model with rules instead of weights, and readers of what a run wrote. */
@NullMarked
package org.unabridged.pipeline.testing;

import org.jspecify.annotations.NullMarked;
