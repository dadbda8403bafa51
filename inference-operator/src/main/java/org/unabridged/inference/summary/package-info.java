/**
 * The contract abstract: plain sentences composed from answers by fixed rules, each with the spans
 * it rests on. Nothing is stated that no decided clause supports, and no sentence is written by a
 * model.
 */
@NullMarked
package org.unabridged.inference.summary;

import org.jspecify.annotations.NullMarked;
