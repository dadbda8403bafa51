package org.unabridged.samples.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.jspecify.annotations.Nullable;

/**
 * Sets blocks of text on pages: wraps lines, starts a new page when one is full and numbers it at
 * the foot.
 */
final class PdfPages implements AutoCloseable {

  private static final float MARGIN = 72;
  private static final float TEXT_SIZE = 11;
  private static final float LEADING = 1.3f;
  private static final float GAP = 7;

  private final PDDocument document;
  private final PDFont body;
  private final PDFont headings;
  private @Nullable PDPageContentStream page;
  private float y;

  PdfPages(PDDocument document, PDFont body, PDFont headings) {
    this.document = document;
    this.body = body;
    this.headings = headings;
  }

  void add(Block block) throws IOException {
    if (block instanceof Block.Heading heading) {
      lines(heading.text(), headings, heading.level() == 1 ? 15 : 12);
    } else if (block instanceof Block.Paragraph paragraph) {
      lines(paragraph.text(), body, TEXT_SIZE);
    } else if (block instanceof Block.Table table) {
      for (List<String> row : table.rows()) {
        row(row);
      }
      y -= GAP;
    } else {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    if (page != null) {
      String number = "Page " + document.getNumberOfPages();
      float width = width(number, body, TEXT_SIZE);
      draw(page, number, (PDRectangle.A4.getWidth() - width) / 2, MARGIN / 2, body, TEXT_SIZE);
      page.close();
      page = null;
    }
  }

  private void lines(String text, PDFont font, float size) throws IOException {
    for (String line : wrap(text, font, size, PDRectangle.A4.getWidth() - 2 * MARGIN)) {
      PDPageContentStream out = pageWithRoomFor(size * LEADING);
      y -= size * LEADING;
      draw(out, line, MARGIN, y, font, size);
    }
    y -= GAP;
  }

  private void row(List<String> cells) throws IOException {
    float column = (PDRectangle.A4.getWidth() - 2 * MARGIN) / cells.size();
    List<List<String>> wrapped = new ArrayList<>();
    int height = 0;
    for (String cell : cells) {
      List<String> lines = wrap(cell, body, TEXT_SIZE, column - GAP);
      wrapped.add(lines);
      height = Math.max(height, lines.size());
    }
    PDPageContentStream out = pageWithRoomFor(height * TEXT_SIZE * LEADING);
    for (int i = 0; i < wrapped.size(); i++) {
      float lineY = y;
      for (String line : wrapped.get(i)) {
        lineY -= TEXT_SIZE * LEADING;
        draw(out, line, MARGIN + i * column, lineY, body, TEXT_SIZE);
      }
    }
    y -= height * TEXT_SIZE * LEADING;
  }

  private PDPageContentStream pageWithRoomFor(float height) throws IOException {
    if (page != null && y - height >= MARGIN) {
      return page;
    }
    close();
    PDPage added = new PDPage(PDRectangle.A4);
    document.addPage(added);
    PDPageContentStream out = new PDPageContentStream(document, added);
    page = out;
    y = PDRectangle.A4.getHeight() - MARGIN;
    return out;
  }

  private static void draw(
      PDPageContentStream out, String line, float x, float y, PDFont font, float size)
      throws IOException {
    out.beginText();
    out.setFont(font, size);
    out.newLineAtOffset(x, y);
    out.showText(line);
    out.endText();
  }

  private static List<String> wrap(String text, PDFont font, float size, float width)
      throws IOException {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer, font, size) > width) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }

  private static float width(String text, PDFont font, float size) throws IOException {
    return font.getStringWidth(text) / 1000 * size;
  }
}
