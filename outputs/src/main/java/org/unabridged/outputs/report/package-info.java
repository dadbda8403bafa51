/**
 * The report of a run as one HTML file that opens from disk: the page, its style and its script as
 * resources, and what is to be shown as compressed JSON inside. Knows no tables.
 */
@NullMarked
package org.unabridged.outputs.report;

import org.jspecify.annotations.NullMarked;
