/**
 * What a generative model is told and what its answers mean: the document as numbered lines first,
 * the questions last, places named by lines and words. The same for every model and server.
 */
@NullMarked
package org.unabridged.inference.prompting;

import org.jspecify.annotations.NullMarked;
