package org.unabridged.inference.qwen35;

/**
 * Rows of a block that are consecutive tokens of one sequence.
 *
 * @param state what the sequence remembers of the tokens before
 * @param position of the first token in its sequence
 * @param row of the first token in the block
 * @param rows how many
 */
record Run(SequenceState state, long position, int row, int rows) {}
