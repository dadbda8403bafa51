package org.unabridged.inference.grounding;

/**
 * One line as a model is shown it.
 *
 * @param number what it is called
 * @param start first UTF-16 offset in the text
 * @param end offset after the last; neither the first nor the last character is white space
 */
public record NumberedLine(int number, int start, int end) {}
