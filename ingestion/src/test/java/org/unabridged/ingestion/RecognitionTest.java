package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unabridged.ingestion.SampleFiles.utf8;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.poi.common.usermodel.PictureType;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.ingestion.tika.Tesseract;

/** Pages that are images of text, through the installed Tesseract. */
class RecognitionTest {
  private static final String LINE = "This Agreement is governed by the laws of Ruritania.";
  private static final ParserConfiguration CONFIGURATION =
      ParserConfiguration.defaults().withHeapMegabytes(256);

  private static DocumentParser parser;

  @TempDir Path folder;

  @BeforeAll
  static void needsTesseract() {
    Assumptions.assumeTrue(
        Tesseract.isInstalled(), "SKIPPED: text recognition needs Tesseract on the path");
    parser = new DocumentParser(CONFIGURATION);
  }

  @AfterAll
  static void close() {
    if (parser != null) {
      parser.close();
    }
  }

  @Test
  void recognisesPagesWithoutText() throws IOException {
    Document document =
        (Document)
            parse(
                CONFIGURATION,
                ScannedPages.mixed(
                    new PlacedTexts().page().line(100, 200, "Written."),
                    new PlacedTexts()
                        .page()
                        .line(100, 200, LINE)
                        .line(100, 230, "Notices are given in writing.")));

    assertThat(document.text())
        .isEqualTo("Written.\n\n" + LINE + "\n\nNotices are given in writing.");
    assertThat(document.pages())
        .extracting(PageSpan::source)
        .containsExactly(PageSpan.Source.TEXT, PageSpan.Source.RECOGNISED);
    int start = document.text().indexOf("Ruritania");
    List<Box> boxes = document.boxes().of(start, start + "Ruritania".length());
    assertThat(boxes).hasSize(1);
    assertThat(boxes.get(0).page()).isEqualTo(2);
    assertThat(boxes.get(0).left())
        .isCloseTo(
            100 + PlacedTexts.width("This Agreement is governed by the laws of "), within(2.0));
    assertThat(boxes.get(0).bottom()).isCloseTo(200, within(4.0));
  }

  @Test
  void takesWhatCamerasWriteForAnImageThatIsNotRead() throws IOException {
    byte[] raw = Arrays.copyOf(utf8("II*\0\u0010\0\0\0CR\2\0"), 400);

    ParseFailure failure = (ParseFailure) parse(CONFIGURATION, "a.cr2", raw);

    assertThat(failure.mediaType()).isEqualTo("image/x-canon-cr2");
    assertThat(failure.category()).isEqualTo(ParseFailure.Category.NO_TEXT);
    assertThat(failure.message()).contains("save it as PNG");
  }

  @Test
  void leavesPagesWithoutTextWhenItIsOff() throws IOException {
    ParseFailure failure =
        (ParseFailure)
            parse(
                CONFIGURATION.withRecognition(Recognition.off()),
                ScannedPages.mixed(null, new PlacedTexts().page().line(100, 200, LINE)));

    assertThat(failure.category()).isEqualTo(ParseFailure.Category.NO_TEXT);
    assertThat(failure.message()).contains("1 pages", "recognition (OCR) is off");
  }

  @Test
  void saysThatALanguageIsMissing() throws IOException {
    ParseFailure failure =
        (ParseFailure)
            parse(
                CONFIGURATION.withRecognition(Recognition.defaults().in("nosuchlanguage")),
                ScannedPages.mixed(null, new PlacedTexts().page().line(100, 200, LINE)));

    assertThat(failure.category()).isEqualTo(ParseFailure.Category.NO_TEXT);
    assertThat(failure.message()).contains("recognition in nosuchlanguage failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tif"})
  void recognisesImages(String format) throws IOException {
    Document document =
        (Document) parse(CONFIGURATION, "a." + format, ScannedPages.image(format, LINE));

    assertThat(document.text()).isEqualTo(LINE);
    assertThat(document.pages())
        .extracting(PageSpan::source)
        .containsExactly(PageSpan.Source.RECOGNISED);
    int start = LINE.indexOf("Ruritania");
    List<Box> boxes = document.boxes().of(start, start + "Ruritania".length());
    assertThat(boxes).hasSize(1);
    assertThat(boxes.get(0).left() / boxes.get(0).bottom())
        .as("whatever the image says of its resolution")
        .isCloseTo((100 + PlacedTexts.width(LINE.substring(0, start))) / 200, within(0.05));
  }

  @Test
  void recognisesEachPageOfATiff() throws IOException {
    Document document =
        (Document)
            parse(
                CONFIGURATION,
                "a.tiff",
                ScannedPages.tiff(
                    ScannedPages.rendered(LINE), ScannedPages.rendered("It ends in May.")));

    assertThat(document.text()).isEqualTo(LINE + "\n\nIt ends in May.");
    assertThat(document.pages()).extracting(PageSpan::number).containsExactly(1, 2);
    assertThat(document.metadata()).containsEntry("pages", "2");
  }

  @Test
  void recognisesImagesInArchivesButNotThoseInOfficeDocuments() throws IOException {
    byte[] scan = ScannedPages.image("png", LINE);
    byte[] archive =
        SampleFiles.zip(Map.of("scan.png", scan, "letter.docx", docx("Letter.", scan)));

    assertThat(all(CONFIGURATION, "a.zip", archive))
        .filteredOn(Document.class::isInstance)
        .map(result -> ((Document) result).text())
        .filteredOn(text -> !text.isEmpty())
        .containsExactlyInAnyOrder(LINE, "Letter.");
  }

  @Test
  void leavesImagesWithoutTextWhenItIsOff() throws IOException {
    ParseFailure failure =
        (ParseFailure)
            parse(
                CONFIGURATION.withRecognition(Recognition.off()),
                "a.png",
                ScannedPages.image("png", LINE));

    assertThat(failure.category()).isEqualTo(ParseFailure.Category.NO_TEXT);
    assertThat(failure.message()).contains("is an image", "recognition (OCR) is off");
  }

  @Test
  void reportsAnImageThatIsCutShort() throws IOException {
    byte[] whole = ScannedPages.image("png", LINE);
    ParseFailure failure =
        (ParseFailure) parse(CONFIGURATION, "a.png", Arrays.copyOf(whole, whole.length / 2));

    assertThat(failure.category()).isEqualTo(ParseFailure.Category.CORRUPT);
  }

  @Test
  void findsTheLanguageOfAPage() throws IOException {
    String russian = "Настоящий договор регулируется правом Руритании.";
    Assumptions.assumeTrue(
        Tesseract.installedLanguages().containsAll(List.of("eng", "rus")),
        "SKIPPED: needs Tesseract's English and Russian");
    Font font = new Font(Font.SERIF, Font.PLAIN, 44);
    Assumptions.assumeTrue(
        font.canDisplayUpTo(russian) < 0, "SKIPPED: needs a font with Cyrillic letters");

    Document document =
        (Document)
            parse(
                CONFIGURATION,
                "a.tiff",
                ScannedPages.tiff(drawn(russian, font), drawn(LINE, font)));

    assertThat(document.text()).isEqualTo(russian + "\n\n" + LINE);
    // data of the whole script may be surer than that of the language, where both are installed
    assertThat(document.metadata().get("recognition_languages"))
        .matches("(rus|(script/)?Cyrillic) \\(page 1\\), eng \\(page 2\\)");
  }

  private ParseResult parse(ParserConfiguration configuration, byte[] pdf) throws IOException {
    return parse(configuration, "a.pdf", pdf);
  }

  private ParseResult parse(ParserConfiguration configuration, String name, byte[] bytes)
      throws IOException {
    return all(configuration, name, bytes).get(0);
  }

  private List<ParseResult> all(ParserConfiguration configuration, String name, byte[] bytes)
      throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    if (configuration == CONFIGURATION) {
      return parser.parse(file).results();
    }
    try (DocumentParser other = new DocumentParser(configuration)) {
      return other.parse(file).results();
    }
  }

  private static byte[] docx(String text, byte[] picture) throws IOException {
    try (XWPFDocument document = new XWPFDocument()) {
      XWPFRun run = document.createParagraph().createRun();
      run.setText(text);
      run.addPicture(
          new ByteArrayInputStream(picture), PictureType.PNG, "scan.png", 1_000_000, 1_000_000);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.write(bytes);
      return bytes.toByteArray();
    } catch (InvalidFormatException e) {
      throw new IOException(e);
    }
  }

  private static BufferedImage drawn(String line, Font font) {
    BufferedImage image = new BufferedImage(1700, 2200, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setColor(Color.BLACK);
    graphics.setFont(font);
    graphics.drawString(line, 200, 400);
    graphics.dispose();
    return image;
  }
}
