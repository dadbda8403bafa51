/**
 * Contexts and questions in, answers out: the types every model handler speaks, the question sets,
 * and the {@link org.unabridged.inference.RunInference} transform. The sub-packages depend on this
 * one, never the other way round; handlers are found through {@link
 * org.unabridged.inference.ModelHandlerProvider}.
 */
@NullMarked
package org.unabridged.inference;

import org.jspecify.annotations.NullMarked;
