package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.poi.common.usermodel.PictureType;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.sl.usermodel.PictureData;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFDrawing;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.ingestion.tika.Tesseract;

/** Office documents whose text is only in their pictures, through the installed Tesseract. */
class PicturedDocumentsTest {
  private static final ParserConfiguration CONFIGURATION =
      ParserConfiguration.defaults().withHeapMegabytes(256);

  private static final String FIRST = "This Agreement is governed by the laws of Ruritania.";
  private static final String SECOND = "Each party may end it in writing.";
  private static final int SIDE = 400;

  private static DocumentParser parser;

  @TempDir Path folder;

  @BeforeAll
  static void needsTesseract() {
    Assumptions.assumeTrue(
        Tesseract.isInstalled(), "SKIPPED: text in pictures needs Tesseract on the path");
    parser = new DocumentParser(CONFIGURATION);
  }

  @AfterAll
  static void close() {
    if (parser != null) {
      parser.close();
    }
  }

  @Test
  void readsThePicturesOfAWordDocumentWithoutText() throws IOException {
    Document document = document("a.docx", docx("", scan(FIRST), scan(SECOND)));

    assertThat(document.text()).isEqualTo(FIRST + "\n\n" + SECOND);
    assertThat(document.pages())
        .extracting(PageSpan::kind, PageSpan::number, PageSpan::source)
        .containsExactly(
            tuple(PageSpan.Kind.PAGE, 1, PageSpan.Source.RECOGNISED),
            tuple(PageSpan.Kind.PAGE, 2, PageSpan.Source.RECOGNISED));
    assertThat(document.boxes().of(0, FIRST.length())).hasSize(1);
    assertThat(document.metadata())
        .containsEntry("recognition_languages", "eng (pages 1-2)")
        .doesNotContainKey("unread_pictures");
  }

  /** Ten are more than nine: names and relations sort otherwise than they stand. */
  @Test
  void readsPicturesInTheOrderInWhichTheyStand() throws IOException {
    byte[][] pictures = new byte[11][];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = ScannedPages.blank(i + 1);
    }
    pictures[1] = scan(FIRST);
    pictures[9] = scan(SECOND);

    Document document = document("a.docx", docx("", pictures));

    assertThat(document.text()).isEqualTo(FIRST + "\n\n" + SECOND);
    assertThat(document.pages())
        .filteredOn(page -> page.source() == PageSpan.Source.RECOGNISED)
        .extracting(PageSpan::number)
        .containsExactly(2, 10);
  }

  @Test
  void leavesThePicturesOfADocumentWithText() throws IOException {
    Document document = document("a.docx", docx("See the scan.", scan(FIRST)));

    assertThat(document.text()).isEqualTo("See the scan.");
    assertThat(document.metadata())
        .containsEntry("embedded_without_text", "1")
        .doesNotContainKey("recognition_languages");
  }

  @Test
  void readsAnOpenDocumentWhosePicturesHaveNames() throws IOException {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    pictures.put("Pictures/a.png", scan(SECOND));
    pictures.put("Pictures/b.png", scan(FIRST));
    Document document =
        document(
            "a.odt", SampleFiles.odt(pictures, frame("Pictures/b.png"), frame("Pictures/a.png")));

    assertThat(document.text()).isEqualTo(FIRST + "\n\n" + SECOND);
    assertThat(document.pages()).hasSize(2);
  }

  @Test
  void readsThePicturesOfSlidesAsTheirText() throws IOException {
    Document document = document("a.pptx", pptx(scan(FIRST), scan(SECOND)));

    assertThat(document.text()).isEqualTo(FIRST + "\n\n" + SECOND);
    assertThat(document.pages())
        .extracting(PageSpan::kind, PageSpan::number, PageSpan::source)
        .containsExactly(
            tuple(PageSpan.Kind.SLIDE, 1, PageSpan.Source.RECOGNISED),
            tuple(PageSpan.Kind.SLIDE, 2, PageSpan.Source.RECOGNISED));
    assertThat(document.boxes().words()).isZero();
  }

  @Test
  void readsThePicturesOfAWorkbookAfterItsSheets() throws IOException {
    Document document = document("a.xlsx", xlsx(scan(FIRST)));

    assertThat(document.text()).isEqualTo("Scans\n\n" + FIRST);
    assertThat(document.pages())
        .extracting(PageSpan::kind, PageSpan::number, PageSpan::source)
        .containsExactly(
            tuple(PageSpan.Kind.SHEET, 1, null),
            tuple(PageSpan.Kind.PAGE, 2, PageSpan.Source.RECOGNISED));
  }

  @Test
  void keepsWhatWasReadBesideAPictureThatIsDamaged() throws IOException {
    byte[] whole = scan(SECOND);
    byte[] damaged = Arrays.copyOf(whole, whole.length / 2);

    Document document = document("a.docx", docx("", scan(FIRST), damaged));

    assertThat(document.text()).isEqualTo(FIRST);
    assertThat(document.pages())
        .extracting(PageSpan::source)
        .containsExactly(PageSpan.Source.RECOGNISED, PageSpan.Source.NONE);
    assertThat(document.metadata()).containsEntry("unread_pictures", "1");
  }

  @Test
  void countsThePicturesOfSlidesThatAreDamaged() throws IOException {
    byte[] whole = scan(SECOND);
    byte[] damaged = Arrays.copyOf(whole, whole.length / 2);

    Document document = document("a.pptx", pptx(scan(FIRST), damaged));

    assertThat(document.text()).isEqualTo(FIRST);
    assertThat(document.metadata()).containsEntry("unread_pictures", "1");
  }

  @Test
  void saysThatRecognitionIsOff() throws IOException {
    Path file = Files.write(folder.resolve("a.docx"), docx("", scan(FIRST)));
    try (DocumentParser other =
        new DocumentParser(CONFIGURATION.withRecognition(Recognition.off()))) {
      ParseFailure failure = (ParseFailure) other.parse(file).results().get(0);

      assertThat(failure.category()).isEqualTo(ParseFailure.Category.NO_TEXT);
      assertThat(failure.message()).contains("no text", "recognition (OCR) is off");
    }
  }

  @Test
  void saysThatPicturesHaveNoTextEither() throws IOException {
    ParseFailure failure = (ParseFailure) parse("a.docx", docx("", SampleFiles.png()));

    assertThat(failure.category()).isEqualTo(ParseFailure.Category.NO_TEXT);
    assertThat(failure.message()).contains("(OCR) found no text either");
  }

  private Document document(String name, byte[] bytes) throws IOException {
    ParseResult result = parse(name, bytes);
    assertThat(result).isInstanceOf(Document.class);
    return (Document) result;
  }

  private ParseResult parse(String name, byte[] bytes) throws IOException {
    return parser.parse(Files.write(folder.resolve(name), bytes)).results().get(0);
  }

  private static byte[] scan(String line) throws IOException {
    return ScannedPages.image("png", line);
  }

  private static byte[] docx(String text, byte[]... pictures) throws IOException {
    try (XWPFDocument document = new XWPFDocument()) {
      for (byte[] picture : pictures) {
        XWPFRun run = document.createParagraph().createRun();
        run.addPicture(new ByteArrayInputStream(picture), PictureType.PNG, "scan.png", SIDE, SIDE);
      }
      document.createParagraph().createRun().setText(text);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.write(bytes);
      return bytes.toByteArray();
    } catch (InvalidFormatException e) {
      throw new IOException(e);
    }
  }

  private static byte[] pptx(byte[]... pictures) throws IOException {
    try (XMLSlideShow show = new XMLSlideShow()) {
      for (byte[] picture : pictures) {
        show.createSlide()
            .createPicture(show.addPicture(picture, PictureData.PictureType.PNG))
            .setAnchor(new Rectangle(0, 0, SIDE, SIDE));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      show.write(bytes);
      return bytes.toByteArray();
    }
  }

  private static byte[] xlsx(byte[] picture) throws IOException {
    try (XSSFWorkbook book = new XSSFWorkbook()) {
      XSSFSheet sheet = book.createSheet("Scans");
      XSSFDrawing drawing = sheet.createDrawingPatriarch();
      drawing.createPicture(
          drawing.createAnchor(0, 0, 0, 0, 1, 1, 5, 5),
          book.addPicture(picture, Workbook.PICTURE_TYPE_PNG));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      book.write(bytes);
      return bytes.toByteArray();
    }
  }

  private static String frame(String picture) {
    return "<draw:frame xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
        + " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\">"
        + "<draw:image xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\""
        + picture
        + "\"/><svg:title>"
        + picture
        + "</svg:title></draw:frame>";
  }
}
