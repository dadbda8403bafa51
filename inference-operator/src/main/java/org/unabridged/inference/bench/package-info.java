/** Programs that measure the embedded runtime and say what they checked. */
@NullMarked
package org.unabridged.inference.bench;

import org.jspecify.annotations.NullMarked;
