package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.Writer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationMarkup;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Writes the pages of a PDF as XHTML, with a {@link PlacedWord} before each word. A page that
 * cannot be read does not end the others.
 */
final class PdfPages extends PDFTextStripper {
  static final String UNMAPPED_SHARE = "unabridged:unmapped_share";

  /** On how many pages with few words an image fills the page. */
  static final String SCANNED_PAGES = "unabridged:scanned_pages";

  /** Target of the instruction that says where a page's text comes from. */
  static final String PAGE_SOURCE = "unabridged-page-source";

  private static final String XHTML = "http://www.w3.org/1999/xhtml";
  private static final String CELL_SEPARATOR = "\t";
  private static final String HYPHENS = "-\u2010";
  private static final char[] LINE_END = {'\n'};

  private final ContentHandler handler;
  private final @Nullable PageRecognition recognition;
  private @Nullable Exception recognitionFailure;
  private @Nullable Exception failure;
  private PageFrame frame = PageFrame.EMPTY;
  private final PageRules rules = new PageRules(this);
  private final Map<TextPosition, TableCell> cells = new IdentityHashMap<>();
  private final StringBuilder blanks = new StringBuilder();
  private @Nullable TableCell cell;
  private boolean lineEnded;
  private boolean paragraphEnded;
  private boolean paragraphBegun;
  private boolean endsInHyphen;
  private @Nullable TextPosition before;
  private final WrittenLine line = new WrittenLine();
  private boolean pageHasText;
  private long glyphs;
  private long unmappedGlyphs;
  private boolean unmapped;
  private long glyphsBefore;
  private int scannedPages;

  private PdfPages(ContentHandler handler, @Nullable PageRecognition recognition) {
    this.handler = handler;
    this.recognition = recognition;
  }

  /**
   * Writes all pages.
   *
   * @return the first failure of a page; null when there was none
   */
  static @Nullable Exception write(PDDocument document, ContentHandler handler, Metadata metadata)
      throws SAXException {
    PdfPages pages = new PdfPages(handler, PageRecognition.of(document));
    try {
      pages.writeText(document, Writer.nullWriter());
    } catch (Carried e) {
      throw e.exception;
    } catch (IOException e) {
      return e;
    }
    if (pages.glyphs > 0) {
      double share = pages.unmappedGlyphs / (double) pages.glyphs;
      metadata.set(UNMAPPED_SHARE, Double.toString(share));
    }
    if (pages.scannedPages > 0) {
      metadata.set(SCANNED_PAGES, Integer.toString(pages.scannedPages));
    }
    if (pages.recognition != null) {
      pages.recognition.report(metadata);
    }
    if (pages.recognitionFailure != null) {
      metadata.set(TextRecognition.FAILURE, String.valueOf(pages.recognitionFailure.getMessage()));
    }
    return pages.failure;
  }

  /** Brings an exception of the handler through methods that know only the other kind. */
  private static final class Carried extends IOException {
    private static final long serialVersionUID = 1;

    private final SAXException exception;

    Carried(SAXException exception) {
      super(exception);
      this.exception = exception;
    }
  }

  @Override
  public void processPage(PDPage page) throws IOException {
    try {
      super.processPage(page);
    } catch (Carried e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      failure = failure == null ? e : failure;
      endPage(page);
    }
  }

  @Override
  protected void startPage(PDPage page) throws IOException {
    frame = PageFrame.of(page);
    rules.begin(page);
    before = null;
    pageHasText = false;
    glyphsBefore = glyphs;
    start("div", "page");
    writeParagraphStart();
  }

  @Override
  protected void processTextPosition(TextPosition glyph) {
    super.processTextPosition(
        unmapped ? GlyphClusters.unknown(glyph) : GlyphClusters.guarded(glyph, before));
    before = glyph;
  }

  /** Threads of articles say the order themselves; others have all glyphs in one list. */
  @Override
  protected void writePage() throws IOException {
    cells.clear();
    charactersByArticle.replaceAll(this::ordered);
    super.writePage();
  }

  private List<TextPosition> ordered(List<TextPosition> written) {
    List<TextPosition> glyphs = LineOrder.of(GlyphClusters.of(written));
    RuledTables.Read ruled = RuledTables.of(glyphs, rules);
    if (ruled.cells().isEmpty()) {
      TableCells.Read read = TableCells.read(ColumnOrder.of(glyphs));
      cells.putAll(read.cells());
      return read.glyphs();
    }
    cells.putAll(ruled.cells());
    cells.putAll(
        TableCells.of(ruled.glyphs().stream().filter(glyph -> !cells.containsKey(glyph)).toList()));
    return ruled.glyphs();
  }

  @Override
  protected void endPage(PDPage page) throws IOException {
    writeParagraphEnd();
    writeBreaks();
    if (pageHasText && ScannedPages.isOne(page, glyphs - glyphsBefore)) {
      scannedPages++;
    }
    instruct(PlacedWord.ELSEWHERE, "");
    instruct(PAGE_SOURCE, String.valueOf(pageHasText ? Marks.SOURCE_TEXT : recognise()));
    for (PDAnnotation annotation : annotations(page)) {
      if (annotation instanceof PDAnnotationMarkup markup) {
        writeLine(markup.getTitlePopup());
        writeLine(markup.getSubject());
        writeLine(markup.getContents());
      }
    }
    end("div");
  }

  /** Reads the page from its image, and says where its text comes from now. */
  private char recognise() throws IOException {
    if (recognition == null) {
      return Marks.SOURCE_NONE;
    }
    int page = getCurrentPageNo() - 1;
    RecognisedPage recognised;
    try {
      recognised = recognition.recognise(page);
    } catch (IOException | RuntimeException e) {
      recognitionFailure = e;
      return Marks.SOURCE_NONE;
    }
    write(recognised, recognition.resolution(page));
    return recognised.isEmpty() ? Marks.SOURCE_NONE : Marks.SOURCE_RECOGNISED;
  }

  private void write(RecognisedPage recognised, int resolution) throws IOException {
    try {
      RecognisedText.write(recognised, resolution, handler);
    } catch (SAXException e) {
      throw new Carried(e);
    }
  }

  private List<PDAnnotation> annotations(PDPage page) {
    try {
      return page.getAnnotations();
    } catch (IOException | RuntimeException e) {
      failure = failure == null ? e : failure;
      return List.of();
    }
  }

  private void writeLine(@Nullable String text) throws IOException {
    if (text != null && !text.isBlank()) {
      start("div", "annotation");
      characters(text);
      end("div");
    }
  }

  @Override
  protected void showGlyph(Matrix matrix, PDFont font, int code, Vector displacement)
      throws IOException {
    String unicode = font.toUnicode(code);
    unmapped = unicode == null && isUnknown(font, code);
    super.showGlyph(matrix, font, code, displacement);
    glyphs++;
    if (unicode == null || unicode.isEmpty()) {
      unmappedGlyphs++;
    }
  }

  /**
   * PDFBox takes the code for the character where a font gives none. A font that gives characters
   * for others leaves those out that have none.
   */
  private static boolean isUnknown(PDFont font, int code) {
    return font.getCOSObject().containsKey(COSName.TO_UNICODE) && !Character.isWhitespace(code);
  }

  @Override
  protected void writeParagraphStart() throws IOException {
    super.writeParagraphStart();
    paragraphBegun = paragraphEnded;
    if (!paragraphEnded) {
      start("p", null);
    }
  }

  @Override
  protected void writeParagraphEnd() throws IOException {
    endLine();
    blanks.setLength(0);
    super.writeParagraphEnd();
    paragraphEnded = true;
    paragraphBegun = false;
  }

  @Override
  protected void writeString(String text, List<TextPosition> positions) {
    line.add(text, positions);
  }

  @Override
  protected void writeWordSeparator() {
    line.addGap();
  }

  private void endLine() throws IOException {
    for (PlacedWord word : line.end(frame)) {
      if (word.isBlank()) {
        blanks.append(word.text());
      } else {
        write(word);
      }
    }
  }

  private void write(PlacedWord word) throws IOException {
    writeGap(word.first() == null ? null : cells.get(word.first()));
    if (word.edges() != null) {
      instruct(PlacedWord.INSTRUCTION, word.edges());
      pageHasText = true;
    }
    characters(word.text());
    endsInHyphen = HYPHENS.indexOf(word.text().charAt(word.text().length() - 1)) >= 0;
  }

  /**
   * Within a row of a table nothing parts words but their cells, and nothing but lines parts rows.
   */
  private void writeGap(@Nullable TableCell next) throws IOException {
    if (next != null && cell != null && next.row() == cell.row()) {
      writeBlanks(next.column() == cell.column() ? blanksWithin() : CELL_SEPARATOR);
    } else if (isBroken() && isRuled(next) && isRuled(cell)) {
      blanks.setLength(0);
      endWrittenLine();
    } else {
      writeBreaks();
      writeBlanks(blanks.toString());
    }
    forgetBreaks();
    cell = next == null ? cell : next;
  }

  private String blanksWithin() {
    return !isBroken() ? blanks.toString() : endsInHyphen ? "" : getWordSeparator();
  }

  private static boolean isRuled(@Nullable TableCell cell) {
    return cell != null && cell.row() < 0;
  }

  private boolean isBroken() {
    return lineEnded || paragraphEnded;
  }

  private void forgetBreaks() {
    lineEnded = false;
    paragraphEnded = false;
    paragraphBegun = false;
  }

  private void writeBlanks(String text) throws IOException {
    if (!text.isEmpty()) {
      characters(text);
    }
    blanks.setLength(0);
  }

  @Override
  protected void writeLineSeparator() throws IOException {
    endLine();
    blanks.setLength(0);
    lineEnded = true;
  }

  /** Ends the line or the paragraph, which waited for whether a row of a table goes on. */
  private void writeBreaks() throws IOException {
    if (!isBroken()) {
      return;
    }
    cell = null;
    if (paragraphEnded) {
      end("p");
      if (paragraphBegun) {
        start("p", null);
      }
    } else {
      endWrittenLine();
    }
    forgetBreaks();
  }

  private void endWrittenLine() throws IOException {
    try {
      handler.ignorableWhitespace(LINE_END, 0, 1);
    } catch (SAXException e) {
      throw new Carried(e);
    }
  }

  private void start(String name, @Nullable String kind) throws IOException {
    AttributesImpl attributes = new AttributesImpl();
    if (kind != null) {
      attributes.addAttribute("", "class", "class", "CDATA", kind);
    }
    try {
      handler.startElement(XHTML, name, name, attributes);
    } catch (SAXException e) {
      throw new Carried(e);
    }
  }

  private void end(String name) throws IOException {
    try {
      handler.endElement(XHTML, name, name);
    } catch (SAXException e) {
      throw new Carried(e);
    }
  }

  private void instruct(String target, String data) throws IOException {
    try {
      handler.processingInstruction(target, data);
    } catch (SAXException e) {
      throw new Carried(e);
    }
  }

  /** What a font maps to a control character is not known either. */
  private void characters(String text) throws IOException {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      char c = characters[i];
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == '\ufffe' || c == '\uffff') {
        characters[i] = '\ufffd';
      }
    }
    try {
      handler.characters(characters, 0, characters.length);
    } catch (SAXException e) {
      throw new Carried(e);
    }
  }
}
