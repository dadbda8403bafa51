/**
 * Turns the plain source texts of the sample documents into the formats a contract comes in: PDF,
 * Word, OpenDocument, RTF, HTML, EPUB, plain text in several charsets, slides, sheets, mail and
 * archives. Everything is deterministic: no clock, no random numbers, no file system order.
 */
@NullMarked
package org.unabridged.samples.documents;

import org.jspecify.annotations.NullMarked;
