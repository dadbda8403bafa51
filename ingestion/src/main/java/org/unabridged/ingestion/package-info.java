/**
 * Files in, documents out: canonical text with page spans, languages and metadata, or a failure
 * that says why. {@link org.unabridged.ingestion.DocumentParser} does the work for one file; {@link
 * org.unabridged.ingestion.ReadDocuments} wires it into a Beam pipeline. This package knows nothing
 * of Tika beyond the neutral types of its {@code tika} sub-package, which knows nothing of this
 * one.
 */
@NullMarked
package org.unabridged.ingestion;

import org.jspecify.annotations.NullMarked;
