/**
 * What a run takes on: what is finished already and only has to be reported, in which order the
 * rest is done, what is left for the next run, and why.
 */
@NullMarked
package org.unabridged.pipeline.admission;

import org.jspecify.annotations.NullMarked;
