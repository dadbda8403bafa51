/**
 * Rows to tables. The rows and their invariants, the six tables and their schemas, the transform
 * that streams rows into Parquet and Arrow files, and the run directory that publishes all files of
 * a run in one step. What other modules need is in this package.
 */
@NullMarked
package org.unabridged.outputs;

import org.jspecify.annotations.NullMarked;
