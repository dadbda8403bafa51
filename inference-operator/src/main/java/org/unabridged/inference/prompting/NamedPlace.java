package org.unabridged.inference.prompting;

import org.unabridged.inference.grounding.Anchor;

/**
 * A place that a model named.
 *
 * @param list the list it stands in: the question's id, or that of sentences
 * @param sentence what is said about it; empty for a question
 * @param anchor the place
 * @param from first byte of it in the answer
 * @param to byte after the last
 */
public record NamedPlace(String list, String sentence, Anchor anchor, int from, int to) {}
