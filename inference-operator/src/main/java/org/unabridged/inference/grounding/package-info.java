/**
 * From what a model says about a place, to the place: numbered lines that it is shown, and the
 * search for the words it names. Text of the contract is always copied from the contract.
 */
@NullMarked
package org.unabridged.inference.grounding;

import org.jspecify.annotations.NullMarked;
