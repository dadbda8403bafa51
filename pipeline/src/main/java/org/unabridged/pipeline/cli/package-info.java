/** The {@code unabridged} command. The only package that writes to the terminal. */
@NullMarked
package org.unabridged.pipeline.cli;

import org.jspecify.annotations.NullMarked;
