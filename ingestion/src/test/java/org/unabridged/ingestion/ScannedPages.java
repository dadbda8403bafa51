package org.unabridged.ingestion;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.jspecify.annotations.Nullable;

/** Makes images of pages as a scanner does. */
final class ScannedPages {
  private static final float POINTS_PER_INCH = 72;

  private ScannedPages() {}

  static byte[] image(String format, String line) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(rendered(line), format, bytes)) {
      throw new IOException("no writer of " + format);
    }
    return bytes.toByteArray();
  }

  static byte[] blank(int side) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY), "png", bytes);
    return bytes.toByteArray();
  }

  static byte[] tiff(BufferedImage... pages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (BufferedImage page : pages) {
        writer.writeToSequence(new IIOImage(page, null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  static BufferedImage rendered(String line) throws IOException {
    return rendered(new PlacedTexts().page().line(100, 200, line), 200);
  }

  static BufferedImage rendered(PlacedTexts placed, int dotsPerInch) throws IOException {
    try (PDDocument document = Loader.loadPDF(placed.pdf())) {
      return new PDFRenderer(document).renderImageWithDPI(0, dotsPerInch, ImageType.RGB);
    }
  }

  /**
   * A page for each image.
   *
   * @param rotation by which the file has them displayed, clockwise
   */
  static byte[] pdf(List<BufferedImage> images, int rotation, int dotsPerInch) throws IOException {
    try (PDDocument document = new PDDocument()) {
      for (BufferedImage image : images) {
        float width = image.getWidth() * POINTS_PER_INCH / dotsPerInch;
        float height = image.getHeight() * POINTS_PER_INCH / dotsPerInch;
        add(document, image, new PDRectangle(width, height)).setRotation(rotation);
      }
      return bytes(document);
    }
  }

  /** The pages of the first as they are, those of the second as images. */
  static byte[] mixed(@Nullable PlacedTexts written, PlacedTexts scanned) throws IOException {
    try (PDDocument document = written == null ? new PDDocument() : Loader.loadPDF(written.pdf());
        PDDocument original = Loader.loadPDF(scanned.pdf())) {
      PDFRenderer renderer = new PDFRenderer(original);
      for (int i = 0; i < original.getNumberOfPages(); i++) {
        BufferedImage image = renderer.renderImageWithDPI(i, 300, ImageType.GRAY);
        add(document, image, original.getPage(i).getMediaBox());
      }
      return bytes(document);
    }
  }

  private static PDPage add(PDDocument document, BufferedImage image, PDRectangle box)
      throws IOException {
    PDPage page = new PDPage(box);
    document.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.drawImage(
          LosslessFactory.createFromImage(document, image), 0, 0, box.getWidth(), box.getHeight());
    }
    return page;
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }
}
