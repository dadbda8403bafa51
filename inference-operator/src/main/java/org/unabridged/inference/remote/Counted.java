package org.unabridged.inference.remote;

import org.unabridged.inference.TokenCount;

/**
 * How long a prompt is.
 *
 * @param tokens of the prompt
 * @param kind how they were counted
 */
record Counted(long tokens, TokenCount kind) {}
