/**
 * The layers that models share: gated delta networks that read in one direction or the other, and
 * mixtures of experts.
 */
@NullMarked
package org.unabridged.inference.model;

import org.jspecify.annotations.NullMarked;
