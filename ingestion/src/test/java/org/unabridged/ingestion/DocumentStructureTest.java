package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.unabridged.ingestion.DocxFile.deleted;
import static org.unabridged.ingestion.DocxFile.inserted;
import static org.unabridged.ingestion.DocxFile.paragraph;
import static org.unabridged.ingestion.DocxFile.run;
import static org.unabridged.ingestion.DocxFile.textBox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Bidi;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What stands beside the running text: changes, notes, comments, boxes, tables; and its direction.
 */
class DocumentStructureTest {
  private static final Path FONTS = Path.of("/usr/share/fonts/truetype");
  private static final String NOTE_TAIL = " on Monday.";

  @AutoClose
  private static final DocumentParser parser =
      new DocumentParser(ParserConfiguration.defaults().withHeapMegabytes(192));

  @TempDir Path folder;

  @Test
  void readsTrackedChangesAsAccepted() throws IOException {
    String moved = "<w:r><w:t>Moved.</w:t></w:r>";
    Document document =
        docx(
            new DocxFile()
                .with(
                    paragraph(
                            run("The fee is "), deleted("ten"), inserted("twenty"), run(" euros."))
                        + paragraph(
                            "<w:moveFrom w:id=\"4\" w:author=\"A\">" + moved + "</w:moveFrom>")
                        + paragraph(run("Second."))
                        + paragraph(
                            "<w:moveTo w:id=\"5\" w:author=\"A\">" + moved + "</w:moveTo>")));

    assertThat(document.text()).isEqualTo("The fee is twenty euros.\n\nSecond.\n\nMoved.");
    assertThat(document.metadata()).containsEntry("tracked_changes", "true");
  }

  @Test
  void keepsCommentsApartFromTheTextAndSaysWhoseTheyAre() throws IOException {
    Document document =
        docx(
            new DocxFile()
                .part(
                    "comments",
                    "<w:comment w:id=\"0\" w:author=\"Ann\">"
                        + paragraph(run("Is this right?"))
                        + paragraph(run("I doubt it."))
                        + "</w:comment>")
                .with(
                    paragraph(
                            run("The fee "),
                            "<w:commentRangeStart w:id=\"0\"/>",
                            run("is due"),
                            "<w:commentRangeEnd w:id=\"0\"/>"
                                + "<w:r><w:commentReference w:id=\"0\"/></w:r>",
                            run(NOTE_TAIL))
                        + paragraph(run("Second."))));

    assertThat(document.text())
        .isEqualTo(
            "The fee is due on Monday.\n\nSecond.\n\n[Comment by Ann] Is this right?\n\nI doubt it.");
    assertThat(document.metadata())
        .containsEntry("comments", "true")
        .doesNotContainKey("tracked_changes");
  }

  @Test
  void marksNotesAndWhereTheyBelong() throws IOException {
    String separator = "\">" + paragraph("<w:r><w:separator/></w:r>") + "</w:footnote>";
    Document document =
        docx(
            new DocxFile()
                .part(
                    "footnotes",
                    "<w:footnote w:type=\"separator\" w:id=\"0"
                        + separator
                        + "<w:footnote w:id=\"7\">"
                        + paragraph("<w:r><w:footnoteRef/></w:r>", run(" In euros."))
                        + "</w:footnote>")
                .part(
                    "endnotes",
                    "<w:endnote w:id=\"7\">"
                        + paragraph("<w:r><w:endnoteRef/></w:r>", run(" Or the day after."))
                        + "</w:endnote>")
                .with(
                    paragraph(
                            run("The fee"),
                            "<w:r><w:footnoteReference w:id=\"7\"/></w:r>",
                            run(" is due"),
                            "<w:r><w:endnoteReference w:id=\"7\"/></w:r>",
                            run(NOTE_TAIL))
                        + paragraph(run("Second."))));

    assertThat(document.text())
        .isEqualTo(
            "The fee[1] is due[i] on Monday.\n\nSecond.\n\n[1] In euros.\n\n[i] Or the day after.");
  }

  @Test
  void putsTextBoxesBehindTheirParagraphOnce() throws IOException {
    Document document =
        docx(
            new DocxFile()
                .part("hdr", paragraph(run("HEADER")))
                .part("ftr", paragraph(run("FOOTER")))
                .with(
                    paragraph(run("The fee is "), textBox("A box."), run("due."))
                        + paragraph(run("Second."))
                        + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/>"
                        + "<w:footerReference w:type=\"default\" r:id=\"footer\"/></w:sectPr>"));

    assertThat(document.text())
        .isEqualTo("HEADER\n\nThe fee is due.\n\nA box.\n\nSecond.\n\nFOOTER");
  }

  @Test
  void keepsHyphensThatDoNotBreak() throws IOException {
    Document document =
        docx(
            new DocxFile()
                .with(paragraph(run("non"), "<w:r><w:noBreakHyphen/></w:r>", run("compete"))));

    assertThat(document.text()).isEqualTo("non\u2011compete");
  }

  @Test
  void readsNestedTablesAndEmptyCellsOfHtml() throws IOException {
    Document document =
        document(
            "a.html",
            SampleFiles.utf8(
                "<html><body><table><thead><tr><th>Name</th><th>Fee</th></tr></thead>"
                    + "<tbody><tr><td></td><td>20</td></tr></tbody></table>"
                    + "<table><tr><td>outer<table><tr><td>a</td><td>b</td></tr></table></td>"
                    + "<td>right</td></tr></table></body></html>"));

    assertThat(document.text()).startsWith("Name\tFee\n\t20\n\nouter\n").endsWith("a\tb\tright");
  }

  @Test
  void readsDocxFromRightToLeftInLogicalOrder() throws IOException {
    String text = "הסכם זה כפוף לדיני 2024 המדינה.";

    assertThat(
            docx(new DocxFile()
                    .with(
                        "<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t>"
                            + text
                            + "</w:t></w:r></w:p>"))
                .text())
        .isEqualTo(text);
  }

  /** The glyphs are written as they are seen, from left to right, as programs do. */
  @ParameterizedTest
  @CsvSource({
    "noto/NotoSansHebrew-Regular.ttf, הסכם זה כפוף לדיני המדינה ויפורש על פיהם",
    "dejavu/DejaVuSans.ttf, הסכם זה נחתם בשנת 2024 בעיר הבירה",
    "noto/NotoSansArabic-Regular.ttf, يخضع هذا العقد لقوانين المملكة ويفسر وفقا لها"
  })
  void readsPdfFromRightToLeftInLogicalOrder(String font, String text) throws IOException {
    assumeTrue(Files.exists(FONTS.resolve(font)), () -> "needs the font " + font);

    assertThat(document("a.pdf", visual(FONTS.resolve(font), text)).text()).isEqualTo(text);
  }

  private static byte[] visual(Path fontFile, String text) throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      PDFont font = PDType0Font.load(document, fontFile.toFile());
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(font, 12);
        content.newLineAtOffset(100, 700);
        content.showText(displayed(text));
        content.endText();
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  private static String displayed(String text) {
    Bidi bidi = new Bidi(text, Bidi.DIRECTION_RIGHT_TO_LEFT);
    byte[] levels = new byte[bidi.getRunCount()];
    String[] runs = new String[levels.length];
    for (int i = 0; i < runs.length; i++) {
      String run = text.substring(bidi.getRunStart(i), bidi.getRunLimit(i));
      levels[i] = (byte) bidi.getRunLevel(i);
      runs[i] = levels[i] % 2 == 0 ? run : new StringBuilder(run).reverse().toString();
    }
    Bidi.reorderVisually(levels, 0, runs, 0, runs.length);
    return String.join("", runs);
  }

  private Document docx(byte[] bytes) throws IOException {
    return document("a.docx", bytes);
  }

  private Document document(String name, byte[] bytes) throws IOException {
    return (Document) parser.parse(Files.write(folder.resolve(name), bytes)).results().get(0);
  }
}
