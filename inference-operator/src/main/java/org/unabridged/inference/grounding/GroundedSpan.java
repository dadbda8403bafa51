package org.unabridged.inference.grounding;

import org.unabridged.inference.MatchTier;

/**
 * A span of a text that was found there.
 *
 * @param start first UTF-16 offset
 * @param end offset after the last
 * @param tier how well its words are those that were looked for, the worst of them
 */
public record GroundedSpan(int start, int end, MatchTier tier) {}
