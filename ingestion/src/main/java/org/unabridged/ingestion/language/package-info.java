/**
 * Tells the language of a text by its groups of letters: {@link
 * org.unabridged.ingestion.language.LanguageModel}. Knows nothing of files and parsers.
 */
@NullMarked
package org.unabridged.ingestion.language;

import org.jspecify.annotations.NullMarked;
