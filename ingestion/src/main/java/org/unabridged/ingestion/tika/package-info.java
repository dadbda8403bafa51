/**
 * Tika in a process of its own: the only package that imports it. {@link
 * org.unabridged.ingestion.tika.ForkedTika} starts, feeds and kills the processes; the classes
 * below it run inside them, where they turn Tika's XHTML into text with {@linkplain
 * org.unabridged.ingestion.tika.Marks marks}, hash what is embedded, refuse network access and end
 * a parse that makes no progress.
 */
@NullMarked
package org.unabridged.ingestion.tika;

import org.jspecify.annotations.NullMarked;
