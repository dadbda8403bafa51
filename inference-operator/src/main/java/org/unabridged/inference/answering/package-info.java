/**
 * Answers out of clauses: from the spans a model found and their confidences to the state, value
 * and risk of every question, the same way for every model.
 */
@NullMarked
package org.unabridged.inference.answering;

import org.jspecify.annotations.NullMarked;
