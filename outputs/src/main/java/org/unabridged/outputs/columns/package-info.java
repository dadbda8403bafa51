/**
 * What a table looks like, independent of any file format: columns with types, nullability,
 * comments and storage hints, and the contract of a file that takes rows of such columns. Both
 * formats and the tables build on it.
 */
@NullMarked
package org.unabridged.outputs.columns;

import org.jspecify.annotations.NullMarked;
