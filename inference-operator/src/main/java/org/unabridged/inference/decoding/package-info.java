/** Language models read token by token, and the contexts that they read. */
@NullMarked
package org.unabridged.inference.decoding;

import org.jspecify.annotations.NullMarked;
