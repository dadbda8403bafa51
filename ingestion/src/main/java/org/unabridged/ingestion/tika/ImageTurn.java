package org.unabridged.ingestion.tika;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Turns grey images by right angles, and mirrors them; no pixel is lost. */
final class ImageTurn {
  private static final int RIGHT_ANGLE = 90;

  private ImageTurn() {}

  /**
   * The same image if there is nothing to turn.
   *
   * @param degrees clockwise: 0, 90, 180 or 270
   */
  static BufferedImage turned(BufferedImage image, int degrees) {
    if (degrees == 0) {
      return image;
    }
    boolean lying = degrees % (2 * RIGHT_ANGLE) != 0;
    int width = lying ? image.getHeight() : image.getWidth();
    int height = lying ? image.getWidth() : image.getHeight();
    AffineTransform turn = AffineTransform.getTranslateInstance(width / 2.0, height / 2.0);
    turn.quadrantRotate(degrees / RIGHT_ANGLE);
    turn.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
    return drawn(image, width, height, turn);
  }

  /** Left and right change places. */
  static BufferedImage mirrored(BufferedImage image) {
    AffineTransform mirror = new AffineTransform(-1, 0, 0, 1, image.getWidth(), 0);
    return drawn(image, image.getWidth(), image.getHeight(), mirror);
  }

  private static BufferedImage drawn(
      BufferedImage image, int width, int height, AffineTransform transform) {
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = drawn.createGraphics();
    try {
      graphics.drawImage(image, transform, null);
    } finally {
      graphics.dispose();
    }
    return drawn;
  }
}
