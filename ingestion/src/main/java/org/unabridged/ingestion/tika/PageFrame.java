package org.unabridged.ingestion.tika;

import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * How a page is displayed: its visible part, turned.
 *
 * @param width of the visible part before it is turned, in points
 * @param height of the visible part before it is turned, in points
 * @param rotation by how many degrees it is turned clockwise: 0, 90, 180 or 270
 */
record PageFrame(float width, float height, int rotation) {
  static final PageFrame EMPTY = new PageFrame(0, 0, 0);

  static PageFrame of(PDPage page) {
    PDRectangle box = page.getCropBox();
    return new PageFrame(box.getWidth(), box.getHeight(), Math.floorMod(page.getRotation(), 360));
  }

  /** From the left edge, of a point from the lower left corner of the visible part. */
  float left(float x, float y) {
    return switch (rotation) {
      case 90 -> y;
      case 180 -> width - x;
      case 270 -> height - y;
      default -> x;
    };
  }

  /** From the top edge, of a point from the lower left corner of the visible part. */
  float top(float x, float y) {
    return switch (rotation) {
      case 90 -> x;
      case 180 -> y;
      case 270 -> width - x;
      default -> height - y;
    };
  }
}
