/**
 * What the samples are run with: the generator of long contracts with planted clauses, and the
 * program that measures how well the bundled model finds them at every depth.
 */
@NullMarked
package org.unabridged.samples;

import org.jspecify.annotations.NullMarked;
