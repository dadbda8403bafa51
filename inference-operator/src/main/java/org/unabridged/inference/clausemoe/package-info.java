/**
 * The bundled tagger: the model that marks the clause types of every token of a whole document, and
 * the decoder from marks to clauses.
 */
@NullMarked
package org.unabridged.inference.clausemoe;

import org.jspecify.annotations.NullMarked;
