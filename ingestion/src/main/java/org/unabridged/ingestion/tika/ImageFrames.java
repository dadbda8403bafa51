package org.unabridged.ingestion.tika;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pages of an image file, each decoded when it is asked for, in grey on white. Thumbnails and
 * the later pictures of an animation are no pages. Not for many threads.
 */
final class ImageFrames implements AutoCloseable {
  /** What Tesseract was trained on. */
  private static final double DOTS_PER_INCH = 300;

  /** Letters of a coarser image are too small for Tesseract. */
  private static final double COARSE = 200;

  private static final double MOST_ENLARGED = 3;

  /** An A0 poster at 100 dots per inch; one byte each. */
  private static final double MOST_PIXELS = 16e6;

  /** Decoding takes seconds and, by rows, little memory. */
  private static final long MOST_PIXELS_DECODED = 1_000_000_000;

  private static final int LONGEST_SIDE = 100_000;
  private static final Set<String> OF_ONE_PAGE = Set.of("gif");

  private final File file;
  private final ImageInputStream input;
  private final ImageReader reader;
  private final List<Integer> pages = new ArrayList<>();

  /**
   * A page.
   *
   * @param image as it is displayed and is to be recognised
   * @param resolution of that image, in pixels an inch
   */
  record Frame(BufferedImage image, double resolution) {}

  private ImageFrames(File file, ImageInputStream input, ImageReader reader) throws IOException {
    this.file = file;
    this.input = input;
    this.reader = reader;
    reader.setInput(input);
    boolean single = OF_ONE_PAGE.contains(reader.getFormatName().toLowerCase(Locale.ROOT));
    int number = single ? 1 : reader.getNumImages(true);
    for (int i = 0; i < number; i++) {
      if (i == 0 || !ImageResolution.isReduced(reader, i)) {
        pages.add(i);
      }
    }
  }

  /**
   * Reads no more than the structure of the file.
   *
   * @return null when its format is not known
   * @throws IOException when it does not follow its format
   */
  static @Nullable ImageFrames of(File file) throws IOException {
    ImageInputStream input = ImageIO.createImageInputStream(file);
    if (input == null) {
      throw new IOException("cannot be opened");
    }
    try {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (readers.hasNext()) {
        return new ImageFrames(file, input, readers.next());
      }
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
    input.close();
    return null;
  }

  int number() {
    return pages.size();
  }

  /**
   * A page, made smaller if it is too large to be recognised at once, and larger if it is too
   * coarse.
   *
   * @param number from 0
   * @throws IOException when it cannot be decoded
   */
  Frame read(int number) throws IOException {
    int page = pages.get(number);
    long pixels = pixels(page);
    int step = (int) Math.max(1, Math.ceil(Math.sqrt(pixels / MOST_PIXELS)));
    double resolution = ImageResolution.of(reader, page) / step;
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setSourceSubsampling(step, step, 0, 0);
    BufferedImage decoded = reader.read(page, parameters);
    double factor = factor(resolution, (double) decoded.getWidth() * decoded.getHeight());
    BufferedImage displayed =
        ImageOrientation.of(file, reader, page).applied(grey(decoded, factor));
    return new Frame(displayed, resolution * factor);
  }

  private long pixels(int page) throws IOException {
    int width = reader.getWidth(page);
    int height = reader.getHeight(page);
    long pixels = (long) width * height;
    if (width > LONGEST_SIDE || height > LONGEST_SIDE || pixels > MOST_PIXELS_DECODED) {
      throw new IOException("is too large: " + width + " x " + height + " pixels");
    }
    return pixels;
  }

  private static double factor(double resolution, double pixels) {
    double most = Math.min(MOST_ENLARGED, Math.sqrt(MOST_PIXELS / pixels));
    return resolution >= COARSE ? 1 : Math.max(1, Math.min(most, DOTS_PER_INCH / resolution));
  }

  private static BufferedImage grey(BufferedImage image, double factor) {
    int width = (int) Math.round(image.getWidth() * factor);
    int height = (int) Math.round(image.getHeight() * factor);
    BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = grey.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return grey;
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    input.close();
  }
}
