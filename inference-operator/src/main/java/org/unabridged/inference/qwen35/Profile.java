package org.unabridged.inference.qwen35;

import java.util.function.LongConsumer;
import org.unabridged.inference.decoding.Generator;
import org.unabridged.inference.decoding.LanguageModel;

/**
 * A model with one window.
 *
 * @param model reads
 * @param generator writes with it
 * @param memoryCheck throws {@link InsufficientMemoryException} if contexts of that many tokens in
 *     all do not fit the machine
 */
record Profile(LanguageModel model, Generator generator, LongConsumer memoryCheck) {}
