/**
 * Programs that measure the job as whole processes and check what they wrote; each says in its
 * documentation how to start it.
 */
@NullMarked
package org.unabridged.pipeline.bench;

import org.jspecify.annotations.NullMarked;
