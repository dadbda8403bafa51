/** Conversations to the tokens that the model family was trained to read them as. */
@NullMarked
package org.unabridged.inference.chat;

import org.jspecify.annotations.NullMarked;
