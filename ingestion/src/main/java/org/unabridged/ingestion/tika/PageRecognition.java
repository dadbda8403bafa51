package org.unabridged.ingestion.tika;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/** Recognises the text of a PDF's page from its image. */
final class PageRecognition {
  /** What Tesseract was trained on. */
  private static final int DOTS_PER_INCH = 300;

  /** A scan within these is rendered as it is. */
  private static final double COARSEST = 150;

  private static final double FINEST = 400;

  private static final double POINTS_PER_INCH = 72;

  /** An A0 poster at 100 dots per inch; one byte each. */
  private static final double MOST_PIXELS = 16e6;

  private final TextRecognition recognition;
  private final PDFRenderer renderer;
  private final PDDocument document;

  private PageRecognition(TextRecognition recognition, PDDocument document) {
    this.recognition = recognition;
    this.document = document;
    renderer = new PDFRenderer(document);
    renderer.setSubsamplingAllowed(true);
  }

  /** Null when recognition is off or Tesseract is not installed. */
  static @Nullable PageRecognition of(PDDocument document) {
    TextRecognition recognition = TextRecognition.ofDocument();
    return recognition == null ? null : new PageRecognition(recognition, document);
  }

  /**
   * The words of a page as it is displayed; none when it is a picture or empty.
   *
   * @param page from 0
   */
  RecognisedPage recognise(int page) throws IOException {
    int resolution = resolution(page);
    ForkProgress.step();
    BufferedImage image = renderer.renderImageWithDPI(page, resolution, ImageType.GRAY);
    ForkProgress.step();
    return recognition.recognise(image, resolution, page + 1);
  }

  /** See {@link TextRecognition#report}. */
  void report(Metadata metadata) {
    recognition.report(metadata);
  }

  /** Dots per inch at which a page is rendered. */
  int resolution(int page) {
    PDPage pdfPage = document.getPage(page);
    PDRectangle box = pdfPage.getCropBox();
    double inches = Math.max(1, box.getWidth() * box.getHeight()) / Math.pow(POINTS_PER_INCH, 2);
    double scanned = resolutionOfScan(pdfPage);
    double wanted = scanned < COARSEST || scanned > FINEST ? DOTS_PER_INCH : scanned;
    return (int) Math.max(1, Math.min(Math.round(wanted), Math.sqrt(MOST_PIXELS / inches)));
  }

  /**
   * That of the finest image, if it fills the page: rendered in another resolution, letters lose
   * the edges that tell them apart. 0 without images.
   */
  private static double resolutionOfScan(PDPage page) {
    PDRectangle box = page.getCropBox();
    double area = Math.max(1, box.getWidth() * box.getHeight());
    double most = 0;
    try {
      PDResources resources = page.getResources();
      for (COSName name : resources == null ? List.<COSName>of() : resources.getXObjectNames()) {
        if (resources.isImageXObject(name)
            && resources.getXObject(name) instanceof PDImageXObject image) {
          most = Math.max(most, (double) image.getWidth() * image.getHeight());
        }
      }
    } catch (IOException | RuntimeException e) {
      // Rendering will meet the same damage, and report it.
      return 0;
    }
    return Math.sqrt(most / area) * POINTS_PER_INCH;
  }
}
