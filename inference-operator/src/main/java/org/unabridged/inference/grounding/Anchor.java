package org.unabridged.inference.grounding;

import org.jspecify.annotations.Nullable;

/**
 * Where a model says that something stands. Nothing in it is trusted.
 *
 * @param firstLine number of the line it starts in
 * @param lastLine number of the line it ends in
 * @param firstWords the words it starts with
 * @param lastWords the words it ends with; of something short the same as the first
 * @param quote all its words; null if the model was not asked for them
 */
public record Anchor(
    int firstLine, int lastLine, String firstWords, String lastWords, @Nullable String quote) {

  /** A place without a quote. */
  public Anchor(int firstLine, int lastLine, String firstWords, String lastWords) {
    this(firstLine, lastLine, firstWords, lastWords, null);
  }
}
