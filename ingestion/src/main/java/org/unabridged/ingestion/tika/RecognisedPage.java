package org.unabridged.ingestion.tika;

import java.util.List;

/**
 * The words that were recognised in the image of a page.
 *
 * @param words in reading order, with their edges in the upright image
 * @param frame how the upright image is turned into the one that was given, in pixels
 */
record RecognisedPage(List<Tesseract.Word> words, PageFrame frame) {
  static final RecognisedPage EMPTY = new RecognisedPage(List.of(), PageFrame.EMPTY);

  RecognisedPage {
    words = List.copyOf(words);
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /**
   * Where a word stands in the image that was given, as {@link PlacedWord#edges()} has it.
   *
   * @param pointsPerPixel of that image
   */
  String edges(Tesseract.Word word, double pointsPerPixel) {
    float left = word.left();
    float right = left + word.width();
    float top = frame.height() - word.top();
    float bottom = top - word.height();
    float[] across = {frame.left(left, top), frame.left(right, bottom)};
    float[] down = {frame.top(left, top), frame.top(right, bottom)};
    return PlacedWord.edges(
        (float) (Math.min(across[0], across[1]) * pointsPerPixel),
        (float) (Math.min(down[0], down[1]) * pointsPerPixel),
        (float) (Math.max(across[0], across[1]) * pointsPerPixel),
        (float) (Math.max(down[0], down[1]) * pointsPerPixel));
  }
}
