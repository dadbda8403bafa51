/**
 * Byte-level byte-pair encoding as Qwen3.5 does it: pieces of text, bytes, merges; every token
 * knows the characters it touches. For language models also the way back, from tokens to text.
 */
@NullMarked
package org.unabridged.inference.tokenizer;

import org.jspecify.annotations.NullMarked;
