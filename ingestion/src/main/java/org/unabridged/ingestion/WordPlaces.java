package org.unabridged.ingestion;

/** Joins the places of words to their offsets, while the canonical text is built. */
final class WordPlaces {
  private static final int EDGES = 4;

  private final String edges;
  private final TextBoxes.Builder boxes = new TextBoxes.Builder();
  private int word = -1;
  private boolean expected;
  private int start = -1;
  private int page;

  /**
   * Nothing is joined yet.
   *
   * @param edges left, top, right and bottom of each word, a character each
   */
  WordPlaces(String edges) {
    this.edges = edges;
  }

  /** A mark: whether the characters after it are of a word with a place. */
  void next(boolean placed) {
    expected = placed;
    word += placed ? 1 : 0;
  }

  /** A character is about to be written; only the first after a mark matters. */
  void begin(int offset, int pageNumber) {
    if (expected) {
      expected = false;
      start = offset;
      page = pageNumber;
    }
  }

  /** What was begun ends before an offset. */
  void end(int offset) {
    if (start >= 0 && offset > start && page > 0 && EDGES * (word + 1) <= edges.length()) {
      boxes.add(start, offset, page, edge(0), edge(1), edge(2), edge(3));
    }
    start = -1;
  }

  TextBoxes build() {
    return boxes.build();
  }

  private int edge(int number) {
    return edges.charAt(EDGES * word + number);
  }
}
