package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.ingestion.tika.Tesseract;

/** Pages that are images of text, through the installed Tesseract. */
class RecognitionTest {
  private static final String LINE = "This Agreement is governed by the laws of Ruritania.";
  private static final ParserConfiguration CONFIGURATION =
      ParserConfiguration.defaults().withHeapMegabytes(256);

  @TempDir Path folder;

  @BeforeAll
  static void needsTesseract() {
    Assumptions.assumeTrue(
        Tesseract.isInstalled(), "SKIPPED: text recognition needs Tesseract on the path");
  }

  @Test
  void recognisesPagesWithoutText() throws IOException {
    Document document =
        (Document)
            parse(
                CONFIGURATION,
                mixed(
                    new PlacedTexts().page().line(100, 200, "Written."),
                    new PlacedTexts()
                        .page()
                        .line(100, 200, LINE)
                        .line(100, 230, "It ends in May.")));

    assertThat(document.text()).isEqualTo("Written.\n\n" + LINE + "\n\nIt ends in May.");
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
  void leavesPagesWithoutTextWhenItIsOff() throws IOException {
    ParseFailure failure =
        (ParseFailure)
            parse(
                CONFIGURATION.withRecognition(Recognition.off()),
                mixed(null, new PlacedTexts().page().line(100, 200, LINE)));

    assertThat(failure.category()).isEqualTo(ParseFailure.Category.NO_TEXT);
    assertThat(failure.message()).contains("1 pages", "recognition (OCR) is off");
  }

  @Test
  void saysThatALanguageIsMissing() throws IOException {
    ParseFailure failure =
        (ParseFailure)
            parse(
                CONFIGURATION.withRecognition(Recognition.defaults().in("nosuchlanguage")),
                mixed(null, new PlacedTexts().page().line(100, 200, LINE)));

    assertThat(failure.category()).isEqualTo(ParseFailure.Category.NO_TEXT);
    assertThat(failure.message()).contains("recognition in nosuchlanguage failed");
  }

  private ParseResult parse(ParserConfiguration configuration, byte[] pdf) throws IOException {
    try (DocumentParser parser = new DocumentParser(configuration)) {
      return parser.parse(Files.write(folder.resolve("a.pdf"), pdf)).results().get(0);
    }
  }

  /** The pages of the first as they are, those of the second as images. */
  private static byte[] mixed(@Nullable PlacedTexts written, PlacedTexts scanned)
      throws IOException {
    try (PDDocument document = written == null ? new PDDocument() : Loader.loadPDF(written.pdf());
        PDDocument original = Loader.loadPDF(scanned.pdf())) {
      PDFRenderer renderer = new PDFRenderer(original);
      for (int i = 0; i < original.getNumberOfPages(); i++) {
        BufferedImage image = renderer.renderImageWithDPI(i, 200, ImageType.GRAY);
        PDPage page = new PDPage(original.getPage(i).getMediaBox());
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.drawImage(
              LosslessFactory.createFromImage(document, image),
              0,
              0,
              page.getMediaBox().getWidth(),
              page.getMediaBox().getHeight());
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }
}
