package org.unabridged.ingestion.tika;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Turns Tika's XHTML into text with {@link Marks}: blocks stand on lines of their own, paragraphs
 * are separated by an empty line, the cells of a row by tabs. The head, scripts, and the names of
 * embedded documents are left out.
 */
final class MarkedTextHandler extends DefaultHandler {
  /** What white space means in a format. */
  enum Layout {
    /** Line ends are those of the document. */
    LINES,
    /** Runs of white space are one space, as in HTML. */
    FLOWING,
    /** As {@link #LINES}; pages are sheets. */
    SHEETS
  }

  private static final Set<String> SKIPPED = Set.of("head", "script", "style");
  private static final Set<String> PARAGRAPHS =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "blockquote");
  private static final Set<String> LINES =
      Set.of(
          "div",
          "li",
          "tr",
          "dt",
          "dd",
          "pre",
          "section",
          "article",
          "header",
          "footer",
          "aside",
          "nav",
          "main",
          "form",
          "fieldset",
          "figure",
          "figcaption",
          "address",
          "caption",
          "hr",
          "title",
          "body",
          "option",
          "center");
  private static final int EMPTY_LINE = 2;

  private final ContentHandler text;
  private final Layout layout;
  private final Consumer<String> wordEdges;
  private final char[] one = new char[1];
  private char[] buffer = new char[1 << 12];

  private int skippedDepth;
  private int preformattedDepth;
  private int slideDepth;
  private int cellDepth;
  private boolean cellHasText;
  private int newlinesBeforeCell;
  private boolean firstCell = true;
  private boolean lineHasText;
  private boolean anyText;
  private boolean space;
  private int newlines;
  private final StringBuilder edges = new StringBuilder();
  private @Nullable String pendingEdges;

  /**
   * Writes what it is told.
   *
   * @param text gets the text with its marks
   * @param wordEdges gets at the end the edges of each word behind a {@link Marks#WORD}, four
   *     characters each
   */
  MarkedTextHandler(ContentHandler text, Layout layout, Consumer<String> wordEdges) {
    this.text = text;
    this.layout = layout;
    this.wordEdges = wordEdges;
  }

  /** Whether what is in an element is no text, such as the names of embedded documents. */
  static boolean isSkipped(String element, @Nullable String kind) {
    return SKIPPED.contains(element) || "package-entry".equals(kind);
  }

  @Override
  public void startDocument() throws SAXException {
    text.startDocument();
  }

  @Override
  public void endDocument() throws SAXException {
    if (edges.length() > 0) {
      wordEdges.accept(edges.toString());
    }
    text.endDocument();
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    ForkProgress.step();
    String name = name(localName, qName);
    String kind = attributes.getValue("class");
    if (skippedDepth > 0 || isSkipped(name, kind)) {
      skippedDepth++;
      return;
    }
    if (name.equals("div")) {
      startDivision(kind == null ? "" : kind);
    } else if (name.equals("td") || name.equals("th")) {
      startCell();
    } else if (name.equals("tr")) {
      startRow();
    } else if (name.equals("br")) {
      newlines = Math.min(EMPTY_LINE, newlines + 1);
    } else if (name.equals("pre")) {
      preformattedDepth++;
      block(name);
    } else {
      block(name);
    }
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    if (skippedDepth > 0) {
      skippedDepth--;
      return;
    }
    String name = name(localName, qName);
    if (name.equals("div")) {
      endDivision();
    } else if (name.equals("td") || name.equals("th")) {
      endCell();
    } else if (name.equals("pre")) {
      preformattedDepth = Math.max(0, preformattedDepth - 1);
      block(name);
    } else {
      block(name);
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    ForkProgress.step();
    if (skippedDepth > 0 || length == 0) {
      return;
    }
    if (layout == Layout.FLOWING && preformattedDepth == 0) {
      flow(characters, start, length);
    } else {
      keep(characters, start, length);
    }
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) throws SAXException {
    for (int i = start; i < start + length && skippedDepth == 0; i++) {
      if (characters[i] == '\n') {
        newlines = Math.max(newlines, 1);
      }
    }
  }

  @Override
  public void processingInstruction(String target, String data) throws SAXException {
    switch (target) {
      case PlacedWord.INSTRUCTION -> pendingEdges = data;
      case PlacedWord.ELSEWHERE -> write(Marks.ELSEWHERE);
      case PdfPages.PAGE_SOURCE -> {
        write(Marks.BEGIN);
        write(data.charAt(0));
      }
      default -> {}
    }
  }

  private void flow(char[] characters, int start, int length) throws SAXException {
    ensureCapacity(2 * length);
    int used = 0;
    for (int i = start; i < start + length; i++) {
      char c = characters[i];
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f') {
        space = true;
      } else if (!isControl(c)) {
        if (used == 0) {
          beginText();
        }
        if (space && (used > 0 || lineHasText)) {
          buffer[used++] = ' ';
        }
        space = false;
        buffer[used++] = c;
        lineHasText = true;
      }
    }
    text.characters(buffer, 0, used);
  }

  private void keep(char[] characters, int start, int length) throws SAXException {
    ensureCapacity(length);
    int used = 0;
    boolean blank = true;
    for (int i = start; i < start + length; i++) {
      char c = characters[i];
      if (c == '\f' || c == '\u000b') {
        buffer[used++] = '\n';
      } else if (!isControl(c) || c == '\n' || c == '\r' || c == '\t') {
        buffer[used++] = c;
        blank &= c == '\n' || c == '\r';
      }
    }
    if (used == 0) {
      return;
    }
    if (blank && cellDepth > 0) {
      newlines = Math.max(newlines, 1);
      return;
    }
    beginText();
    if (pendingEdges != null) {
      edges.append(pendingEdges);
      pendingEdges = null;
      write(Marks.WORD);
    }
    text.characters(buffer, 0, used);
    lineHasText = true;
  }

  /** Writes the separators that are due before text. */
  private void beginText() throws SAXException {
    boolean inCell = cellDepth > 0 && cellHasText;
    if (cellDepth > 0 && !cellHasText) {
      newlines = newlinesBeforeCell;
      cellHasText = true;
      space = false;
    }
    if (newlines > 0) {
      int due = inCell ? 1 : newlines;
      for (int i = 0; i < due && anyText; i++) {
        write('\n');
      }
      newlines = 0;
      lineHasText = false;
      space = false;
    }
    anyText = true;
  }

  private void startRow() {
    newlines = Math.max(newlines, 1);
    firstCell = true;
  }

  private void startCell() throws SAXException {
    if (firstCell) {
      firstCell = false;
    } else {
      tab();
    }
    cellDepth++;
    cellHasText = false;
    newlinesBeforeCell = newlines;
  }

  /** Paragraphs at the edges of a cell do not break its row. */
  private void endCell() {
    cellDepth = Math.max(0, cellDepth - 1);
    newlines = cellHasText ? 0 : newlinesBeforeCell;
    cellHasText = true;
  }

  private void tab() throws SAXException {
    if (newlines > 0) {
      beginText();
    }
    write('\t');
    anyText = true;
    space = false;
  }

  private void block(String name) {
    if (PARAGRAPHS.contains(name)) {
      newlines = Math.max(newlines, EMPTY_LINE);
    } else if (LINES.contains(name)) {
      newlines = Math.max(newlines, 1);
    }
  }

  private void startDivision(String kind) throws SAXException {
    newlines = Math.max(newlines, 1);
    if (slideDepth > 0) {
      slideDepth++;
    }
    switch (kind) {
      case "page" -> mark(layout == Layout.SHEETS ? Marks.SHEET : Marks.PAGE);
      case "sheet" -> mark(Marks.SHEET);
      case PicturePages.PICTURE -> mark(Marks.PAGE);
      case EpubParts.PART -> mark(Marks.PART);
      case "slide" -> {
        mark(Marks.SLIDE);
        slideDepth = 1;
      }
      case "slide-content" -> {
        // The old format nests it in a slide, the new one has nothing else to tell slides apart.
        if (slideDepth == 0) {
          mark(Marks.SLIDE);
        }
      }
      default -> {}
    }
  }

  private void endDivision() {
    newlines = Math.max(newlines, 1);
    if (slideDepth > 0) {
      slideDepth--;
    }
  }

  private void mark(char kind) throws SAXException {
    newlines = anyText ? EMPTY_LINE : 0;
    for (int i = 0; i < newlines; i++) {
      write('\n');
    }
    newlines = 0;
    lineHasText = false;
    space = false;
    write(Marks.BEGIN);
    write(kind);
  }

  private void write(char c) throws SAXException {
    one[0] = c;
    text.characters(one, 0, 1);
  }

  private void ensureCapacity(int length) {
    if (buffer.length < length) {
      buffer = new char[length];
    }
  }

  private static boolean isControl(char c) {
    return c < ' ' || c == '\u007f' || (c >= '\u0080' && c <= '\u009f');
  }

  private static String name(String localName, String qName) {
    return (localName.isEmpty() ? qName : localName).toLowerCase(Locale.ROOT);
  }
}
