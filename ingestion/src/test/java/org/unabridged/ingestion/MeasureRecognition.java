package org.unabridged.ingestion;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * How well pages that are images are recognised: the first page of PDFs with a text, rendered and
 * read again. The error rate is the number of characters to change, insert and delete against those
 * of the written page, white space left out. With recognition off the image must give {@code
 * NO_TEXT}.
 *
 * <p>Arguments: a folder of PDFs, dots per inch, and the names of PDFs without their ending, {@code
 * rus} to have the languages found, {@code rus=rus} to set them (Tesseract's).
 */
final class MeasureRecognition {
  private static final double POINTS_PER_INCH = 72;

  private MeasureRecognition() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    int resolution = Integer.parseInt(arguments[1]);
    for (String pair : List.of(arguments).subList(2, arguments.length)) {
      String[] parts = pair.split("=", 2);
      String languages = parts.length == 1 ? Recognition.TO_BE_FOUND : parts[1];
      Path file = Path.of(arguments[0], parts[0] + ".pdf");
      Path image = Files.createTempFile("image", ".pdf");
      try {
        writeFirstPageAsImage(file, image, resolution);
        Recognition off = Recognition.off();
        String written = firstPage((Document) parse(file, off));
        ParseResult without = parse(image, off);
        ParseResult with = parse(image, Recognition.defaults().in(languages));
        String read = with instanceof Document document ? document.text() : "";
        String in =
            with instanceof Document document
                ? document.metadata().getOrDefault("recognition_languages", "")
                : "";
        out.printf(
            Locale.ROOT,
            "%s in %s: %d characters, error rate %.2f %%; off: %s%n",
            parts[0],
            in,
            letters(written).length,
            100.0 * distance(letters(written), letters(read)) / letters(written).length,
            without instanceof ParseFailure failure ? failure.category() : "TEXT");
      } finally {
        Files.delete(image);
      }
    }
  }

  private static ParseResult parse(Path file, Recognition recognition) throws IOException {
    try (DocumentParser parser =
        new DocumentParser(ParserConfiguration.defaults().withRecognition(recognition))) {
      return parser.parse(file).results().get(0);
    }
  }

  private static String firstPage(Document document) {
    PageSpan page = document.pages().get(0);
    return document.text().substring(page.start(), page.end());
  }

  private static void writeFirstPageAsImage(Path source, Path target, int resolution)
      throws IOException {
    try (PDDocument written = Loader.loadPDF(source.toFile());
        PDDocument scanned = new PDDocument()) {
      BufferedImage image =
          new PDFRenderer(written).renderImageWithDPI(0, resolution, ImageType.GRAY);
      float width = (float) (image.getWidth() * POINTS_PER_INCH / resolution);
      float height = (float) (image.getHeight() * POINTS_PER_INCH / resolution);
      PDPage page = new PDPage(new PDRectangle(width, height));
      scanned.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(scanned, page)) {
        content.drawImage(LosslessFactory.createFromImage(scanned, image), 0, 0, width, height);
      }
      scanned.save(target.toFile());
    }
  }

  private static int[] letters(String text) {
    return text.codePoints().filter(c -> !Character.isWhitespace(c)).toArray();
  }

  /** Levenshtein's. */
  private static int distance(int[] one, int[] other) {
    int[] last = new int[other.length + 1];
    Arrays.setAll(last, i -> i);
    for (int i = 1; i <= one.length; i++) {
      int[] row = new int[other.length + 1];
      row[0] = i;
      for (int j = 1; j <= other.length; j++) {
        int changed = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
        row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
      }
      last = row;
    }
    return last[other.length];
  }
}
