package org.unabridged.ingestion.tika;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.jspecify.annotations.Nullable;

/** Recognises the text of a PDF's page from its image. */
final class PageRecognition {
  static final String LANGUAGES_PROPERTY = "unabridged.parser.recognitionLanguages";

  /** What Tesseract was trained on. */
  private static final int DOTS_PER_INCH = 300;

  private static final double POINTS_PER_INCH = 72;

  /** An A0 poster at 100 dots per inch; one byte each. */
  private static final double MOST_PIXELS = 16e6;

  /** Pictures give words too, but none that it is sure of. */
  private static final double LEAST_CONFIDENCE = 50;

  private final Tesseract tesseract;
  private final PDFRenderer renderer;
  private final PDDocument document;

  private PageRecognition(Tesseract tesseract, PDDocument document) {
    this.tesseract = tesseract;
    this.document = document;
    renderer = new PDFRenderer(document);
    renderer.setSubsamplingAllowed(true);
  }

  /** Null when recognition is off or Tesseract is not installed. */
  static @Nullable PageRecognition of(PDDocument document) {
    String languages = System.getProperty(LANGUAGES_PROPERTY, "");
    Tesseract tesseract = languages.isEmpty() ? null : Tesseract.find(languages);
    return tesseract == null ? null : new PageRecognition(tesseract, document);
  }

  /**
   * The words of a page with their edges in pixels; none when it is a picture or empty.
   *
   * @param page from 0
   */
  List<Tesseract.Word> words(int page) throws IOException {
    int resolution = resolution(page);
    ForkProgress.step();
    BufferedImage image = renderer.renderImageWithDPI(page, resolution, ImageType.GRAY);
    ForkProgress.step();
    List<Tesseract.Word> words = tesseract.words(image, resolution);
    ForkProgress.step();
    double confidence = words.stream().mapToDouble(Tesseract.Word::confidence).average().orElse(0);
    return confidence < LEAST_CONFIDENCE ? List.of() : words;
  }

  /** Dots per inch at which a page is rendered. */
  int resolution(int page) {
    PDRectangle box = document.getPage(page).getCropBox();
    double inches = Math.max(1, box.getWidth() * box.getHeight()) / Math.pow(POINTS_PER_INCH, 2);
    return (int) Math.max(1, Math.min(DOTS_PER_INCH, Math.sqrt(MOST_PIXELS / inches)));
  }

  /** The edges of a word as {@link PlacedWord#edges()} has them. */
  static String edges(Tesseract.Word word, int resolution) {
    double units = POINTS_PER_INCH / resolution;
    return PlacedWord.edges(
        (float) (word.left() * units),
        (float) (word.top() * units),
        (float) ((word.left() + word.width()) * units),
        (float) ((word.top() + word.height()) * units));
  }
}
