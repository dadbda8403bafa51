package org.unabridged.ingestion.tika;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * The image of a page, in a file in a folder of its own while it is recognised.
 *
 * @param file a PNG
 * @param resolution in pixels an inch
 */
record PageImage(Path file, int resolution) implements AutoCloseable {
  static PageImage of(BufferedImage image, int resolution) throws IOException {
    Path file = Files.createTempDirectory("recognition").resolve("page.png");
    PageImage page = new PageImage(file, resolution);
    try {
      ImageIO.write(image, "png", file.toFile());
      return page;
    } catch (IOException | RuntimeException e) {
      page.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.getParent());
  }
}
