/**
 * Turns what the store knows into the rows of the tables: offsets in code points, pages, stable
 * ids, failure categories.
 */
@NullMarked
package org.unabridged.pipeline.rows;

import org.jspecify.annotations.NullMarked;
