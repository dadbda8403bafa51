/**
 * What a run keeps on disk: a content-addressed store of extracted texts and finished inferences
 * that later runs reuse, the failures that only the run itself may see, and the lock that keeps two
 * runs apart. Every file appears whole or not at all.
 */
@NullMarked
package org.unabridged.pipeline.state;

import org.jspecify.annotations.NullMarked;
