package org.unabridged.ingestion;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.util.Matrix;

/** PDFs whose lines stand where a test wants them; Letter pages, 12 points. */
final class PlacedTexts {
  static final float SIZE = 12;
  static final PDType1Font FONT = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);

  private final List<List<Line>> pages = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private int rotation;

  /**
   * A line.
   *
   * @param left from the left edge of the unturned page
   * @param baseline from its top edge
   */
  private record Line(float left, float baseline, String text) {}

  /** From the top left corner of the first page. */
  private record Rule(float fromX, float fromY, float toX, float toY) {}

  PlacedTexts page() {
    pages.add(new ArrayList<>());
    return this;
  }

  PlacedTexts turned(int degrees) {
    rotation = degrees;
    return this;
  }

  PlacedTexts line(float left, float baseline, String text) {
    pages.get(pages.size() - 1).add(new Line(left, baseline, text));
    return this;
  }

  /** A line on the first page, between two points from its upper left corner. */
  PlacedTexts rule(float fromX, float fromY, float toX, float toY) {
    rules.add(new Rule(fromX, fromY, toX, toY));
    return this;
  }

  static float width(String text) {
    try {
      return FONT.getStringWidth(text) * SIZE / 1000;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] pdf() {
    try (PDDocument document = new PDDocument()) {
      for (List<Line> lines : pages) {
        PDPage page = new PDPage(PDRectangle.LETTER);
        page.setRotation(rotation);
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          for (Line line : lines) {
            write(content, line);
          }
          if (document.getNumberOfPages() == 1) {
            draw(content);
          }
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void draw(PDPageContentStream content) throws IOException {
    float height = PDRectangle.LETTER.getHeight();
    for (Rule rule : rules) {
      content.moveTo(rule.fromX, height - rule.fromY);
      content.lineTo(rule.toX, height - rule.toY);
      content.stroke();
    }
  }

  private static void write(PDPageContentStream content, Line line) throws IOException {
    content.beginText();
    content.setFont(FONT, SIZE);
    content.setTextMatrix(
        Matrix.getTranslateInstance(line.left, PDRectangle.LETTER.getHeight() - line.baseline));
    content.showText(line.text);
    content.endText();
  }
}
