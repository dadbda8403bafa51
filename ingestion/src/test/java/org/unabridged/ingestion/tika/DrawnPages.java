package org.unabridged.ingestion.tika;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Images of text for Tesseract. */
final class DrawnPages {
  /** Dots per inch. */
  static final int RESOLUTION = 200;

  private DrawnPages() {}

  static BufferedImage of(List<String> lines) {
    BufferedImage image = new BufferedImage(1700, 2200, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 44));
    for (int i = 0; i < lines.size(); i++) {
      graphics.drawString(lines.get(i), 200, 400 + 60 * i);
    }
    graphics.dispose();
    return image;
  }
}
