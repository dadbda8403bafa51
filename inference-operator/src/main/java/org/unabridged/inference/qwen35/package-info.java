/**
 * The Qwen3.5 family of language models: layers of gated delta networks and of gated full
 * attention, with dense or mixture-of-experts feed-forward networks, run from GGUF files or
 * checkpoints. Weights and configuration are immutable and shared; what a context has left behind
 * sits in its sequence.
 */
@NullMarked
package org.unabridged.inference.qwen35;

import org.jspecify.annotations.NullMarked;
