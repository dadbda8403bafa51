package org.unabridged.ingestion;

/**
 * A place on a page as it is displayed, in points from the page's left and top edge.
 *
 * @param page number of the page, from 1
 * @param left left edge
 * @param top top edge
 * @param right right edge, not left of {@code left}
 * @param bottom bottom edge, not above {@code top}
 */
public record Box(int page, double left, double top, double right, double bottom) {
  /** Checks the values. */
  public Box {
    Require.within("page of a box", page, 1, Integer.MAX_VALUE);
    if (!(left <= right) || !(top <= bottom)) {
      throw new IllegalArgumentException(
          "a box must satisfy left <= right and top <= bottom: "
              + left
              + ", "
              + top
              + ", "
              + right
              + ", "
              + bottom);
    }
  }
}
