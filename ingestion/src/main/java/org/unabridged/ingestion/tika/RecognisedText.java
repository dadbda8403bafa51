package org.unabridged.ingestion.tika;

import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** Writes recognised words as XHTML, with a {@link PlacedWord} before each. */
final class RecognisedText {
  private static final String XHTML = "http://www.w3.org/1999/xhtml";
  private static final double POINTS_PER_INCH = 72;
  private static final char[] BLANK = {' '};
  private static final char[] LINE_END = {'\n'};

  private final ContentHandler handler;
  private final RecognisedPage page;
  private final double pointsPerPixel;

  private RecognisedText(RecognisedPage page, double resolution, ContentHandler handler) {
    this.page = page;
    this.handler = handler;
    pointsPerPixel = POINTS_PER_INCH / resolution;
  }

  /**
   * Writes the words of a page.
   *
   * @param resolution of the image in which they were found, in pixels an inch
   */
  static void write(RecognisedPage page, double resolution, ContentHandler handler)
      throws SAXException {
    new RecognisedText(page, resolution, handler).write();
  }

  private void write() throws SAXException {
    Tesseract.Word last = null;
    for (Tesseract.Word word : page.words()) {
      separate(last, word);
      handler.processingInstruction(PlacedWord.INSTRUCTION, page.edges(word, pointsPerPixel));
      handler.characters(word.text().toCharArray(), 0, word.text().length());
      last = word;
    }
    if (last != null) {
      handler.endElement(XHTML, "p", "p");
      handler.processingInstruction(PlacedWord.ELSEWHERE, "");
    }
  }

  private void separate(Tesseract.@Nullable Word last, Tesseract.Word word) throws SAXException {
    if (last == null || !last.paragraph().equals(word.paragraph())) {
      if (last != null) {
        handler.endElement(XHTML, "p", "p");
      }
      handler.startElement(XHTML, "p", "p", new AttributesImpl());
    } else if (!last.line().equals(word.line())) {
      handler.ignorableWhitespace(LINE_END, 0, LINE_END.length);
    } else if (!WordGaps.isWithin(last, word)) {
      handler.characters(BLANK, 0, BLANK.length);
    }
  }
}
