/** Arrow schemas of the tables, and Arrow IPC files written in batches of bounded size. */
@NullMarked
package org.unabridged.outputs.arrow;

import org.jspecify.annotations.NullMarked;
