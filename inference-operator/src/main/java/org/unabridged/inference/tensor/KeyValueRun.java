package org.unabridged.inference.tensor;

import java.nio.ByteBuffer;

/**
 * Keys and values of one head for consecutive tokens, as a cache holds them: two arrays of shape
 * (count, width), each without gaps.
 *
 * @param format F32, F16 or Q8_0
 * @param width values of a key, and of a value
 * @param first index of the first token in its sequence
 * @param count number of tokens
 * @param data direct and little-endian; position and limit mean nothing
 * @param keys where in {@code data} the keys start, in bytes
 * @param values where in {@code data} the values start, in bytes
 */
public record KeyValueRun(
    BlockFormat format, int width, long first, int count, ByteBuffer data, int keys, int values) {}
