package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unabridged.ingestion.SampleFiles.utf8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.security.auth.x500.X500Principal;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.PublicKeyProtectionPolicy;
import org.apache.pdfbox.pdmodel.encryption.PublicKeyRecipient;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unabridged.ingestion.ParseFailure.Category;

/**
 * Files that follow their format in another way than most, or nearly, as other programs read them.
 */
class ToleranceTest {
  private static final String FIRST = "This Agreement is governed by the laws of Ruritania.";
  private static final String SECOND = "It ends on the third of May.";
  private static final int KEY_BITS = 2048;

  private static DocumentParser parser;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    parser = new DocumentParser(ParserConfiguration.defaults().withRecognition(Recognition.off()));
  }

  @AfterAll
  static void stop() {
    parser.close();
  }

  @Test
  void readsPartsWhoseTypeIsNotDeclared() throws IOException {
    Map<String, byte[]> parts = parts(SampleFiles.docx(FIRST, SECOND));
    parts.put("word/document.xml~", utf8("<w:backup/>"));
    parts.put(".DS_Store", new byte[] {0, 1});
    parts.put("word/LEFTOVER", new byte[] {2, 3});

    assertThat(text("a.docx", SampleFiles.zip(parts))).isEqualTo(FIRST + "\n\n" + SECOND);
  }

  @Test
  void readsPastRelationshipsToMissingParts() throws IOException {
    byte[] whole =
        new DocxFile()
            .part("hdr", DocxFile.paragraph(DocxFile.run("A header")))
            .part("numbering", "")
            .with(DocxFile.paragraph(DocxFile.run(FIRST)));
    Map<String, byte[]> parts = parts(whole);
    parts.remove("word/header.xml");
    parts.remove("word/numbering.xml");

    assertThat(text("whole.docx", whole)).contains("A header");
    assertThat(text("a.docx", SampleFiles.zip(parts))).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "f%C3%A9es.xml,f%C3%A9es.xml",
        "fees&costs.xml,fees&amp;costs.xml",
        "O'Brien.xml,O'Brien.xml"
      })
  void keepsRelationshipsWhoseTargetsAreWrittenInAnotherWay(String name, String target)
      throws IOException {
    byte[] whole =
        new DocxFile()
            .part("hdr", DocxFile.paragraph(DocxFile.run("A header")))
            .with(DocxFile.paragraph(DocxFile.run(FIRST)));

    assertThat(text("a.docx", withHeader(whole, name, target))).contains("A header");
  }

  @Test
  void declaresPartsWithNamesThatXmlEscapes() throws IOException {
    Map<String, byte[]> parts = parts(SampleFiles.docx(FIRST, SECOND));
    parts.put("word/Fees&'Costs", new byte[] {0, 1});
    parts.put("word/\"<Fees>\"", new byte[] {0, 1});
    parts.put("word/LEFT OVER", new byte[] {2, 3});
    parts.put("word/backup.<\"old'&", new byte[] {4, 5});

    assertThat(text("a.docx", SampleFiles.zip(parts))).isEqualTo(FIRST + "\n\n" + SECOND);
  }

  /** The copy of a strict document is what can be read. */
  @Test
  void copiesNoPackagesThatUnpackWithoutBounds() throws IOException {
    Map<String, byte[]> parts = parts(strict(SampleFiles.docx(FIRST, SECOND)));
    parts.put("word/media/image1.bin", new byte[101 << 20]);

    assertThat(failure("a.docx", SampleFiles.zip(parts)).category()).isEqualTo(Category.CORRUPT);
  }

  @Test
  void readsStrictDocuments() throws IOException {
    byte[] docx = SampleFiles.docx(FIRST, SECOND);
    byte[] pptx = SampleFiles.pptx(FIRST, SECOND);
    byte[] xlsx = SampleFiles.xlsx(Map.of("Fees", List.of(List.of("Fee", "10 EUR"))));

    assertThat(text("a.docx", strict(docx))).isEqualTo(text("b.docx", docx)).contains(FIRST);
    assertThat(text("a.pptx", strict(pptx))).isEqualTo(text("b.pptx", pptx)).contains(FIRST);
    assertThat(text("a.xlsx", strict(xlsx))).isEqualTo(text("b.xlsx", xlsx)).contains("10 EUR");
  }

  @Test
  void readsDatesOfStrictSheets() throws IOException {
    byte[] xlsx = SampleFiles.xlsx(Map.of("Fees", List.of(List.of("Fee", "10 EUR"))));
    byte[] dated =
        changed(
            strict(xlsx),
            xml ->
                xml.replaceAll("(<c r=\"B1\")[^>]*>.*?</c>", "$1 t=\"d\"><v>2026-05-03</v></c>"));

    assertThat(text("a.xlsx", dated)).contains("Fee\t2026-05-03");
  }

  @Test
  void keepsATextOfRunningLinesAlone() throws IOException {
    byte[] pdf = SampleFiles.pdf(List.of("Exhibit 1", "Exhibit 2", "Exhibit 3", "Exhibit 4"));

    assertThat(text("a.pdf", pdf)).isEqualTo("Exhibit 1\n\nExhibit 2\n\nExhibit 3\n\nExhibit 4");
  }

  /** Rows of ever fewer cells, each of which goes on over all lines below. */
  @Test
  void readsRowsThatGoOnForever() throws IOException {
    int columns = 20;
    PlacedTexts placed = new PlacedTexts().page();
    float top = 50;
    for (int first = 0; first < columns - 1; first++) {
      for (int copy = 0; copy < 3; copy++, top += 10) {
        for (int column = first; column < columns; column++) {
          placed.line(50 + 120 * column, top, "Services a year");
        }
      }
    }
    for (int line = 0; line < 4_000; line++, top += 10) {
      placed.line(50 + 120 * (columns - 1), top, "Services a year");
    }

    ParserConfiguration brief =
        ParserConfiguration.defaults()
            .withRecognition(Recognition.off())
            .withTimeLimit(Duration.ofSeconds(15));
    try (DocumentParser parser = new DocumentParser(brief)) {
      Path file = Files.write(folder.resolve("a.pdf"), placed.pdf());
      assertThat(parser.parse(file).results()).hasOnlyElementsOfType(Document.class);
    }
  }

  @Test
  void takesStampsOnScansForNoText() throws IOException {
    byte[] pdf = SampleFiles.pdf(List.of("Filed, page 1", "Filed, page 2", "Filed, page 3"));

    ParseFailure failure = failure("a.pdf", scanned(pdf));

    assertThat(failure.category()).isEqualTo(Category.NO_TEXT);
    assertThat(failure.message()).contains("3 pages", "OCR");
  }

  @Test
  void tellsOldVersionsFromBrokenFiles() throws IOException {
    byte[] powerPoint = Arrays.copyOf(new byte[] {(byte) 0xed, (byte) 0xde, (byte) 0xad, 11}, 999);
    byte[] broken = Arrays.copyOf(new byte[] {0x1d, (byte) 0xde, (byte) 0xad, 11}, 999);

    ParseFailure old = failure("old.ppt", powerPoint);

    assertThat(old.category()).isEqualTo(Category.UNSUPPORTED_FORMAT);
    assertThat(old.message()).contains("older version", "application/vnd.ms-powerpoint");
    assertThat(failure("broken.ppt", broken).category()).isEqualTo(Category.CORRUPT);
  }

  @Test
  void tellsUnknownWaysOfPackingFromBrokenArchives() throws IOException {
    byte[] zip = SampleFiles.zip(Map.of("terms.txt", utf8(FIRST)));

    List<ParseResult> ppmd = parseAll("ppmd.zip", packedBy(98, zip));
    List<ParseResult> zstandard = parseAll("zstandard.zip", packedBy(93, zip));

    assertThat(ppmd).extracting(ParseResult::embeddedPath).containsExactly("", "terms.txt");
    for (ParseResult result : List.of(ppmd.get(1), zstandard.get(0))) {
      assertThat(((ParseFailure) result).category()).isEqualTo(Category.UNSUPPORTED_FORMAT);
      assertThat(((ParseFailure) result).message()).contains("unpack it with another program");
    }
  }

  @Test
  void saysWhatToDoWithArchivesThatCannotBeUnpacked() throws IOException {
    byte[] rar = Arrays.copyOf(new byte[] {'R', 'a', 'r', '!', 0x1a, 7, 1, 0}, 99);

    ParseFailure failure = failure("a.rar", rar);

    assertThat(failure.category()).isEqualTo(Category.UNSUPPORTED_FORMAT);
    assertThat(failure.message()).contains("archive", "unpack it");
  }

  @Test
  void reportsAPdfEncryptedForACertificate() throws Exception {
    assertThat(failure("a.pdf", encryptedForACertificate()).category())
        .isEqualTo(Category.ENCRYPTED);
  }

  /** With a part of no declared type, so that a copy is read. */
  private static byte[] withHeader(byte[] docx, String name, String target) throws IOException {
    Map<String, byte[]> parts = parts(docx);
    parts.put("word/" + name, parts.remove("word/header.xml"));
    parts.put("word/LEFTOVER", new byte[] {2, 3});
    return changed(SampleFiles.zip(parts), xml -> xml.replace("header.xml", target));
  }

  /** Says in both headers of each entry that it is compressed in another way (APPNOTE 4.4.5). */
  private static byte[] packedBy(int method, byte[] zip) {
    byte[] packed = zip.clone();
    for (int i = 0; i + 11 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3 && zip[i + 3] == 4) {
        packed[i + 8] = (byte) method;
      } else if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        packed[i + 10] = (byte) method;
      }
    }
    return packed;
  }

  /** As "Strict Open XML" is written: other names for the same things (ISO/IEC 29500-1, annex). */
  private static byte[] strict(byte[] transitional) throws IOException {
    return changed(
        transitional,
        xml ->
            xml.replaceAll(
                    "http://schemas.openxmlformats.org/"
                        + "(officeDocument|(?:wordprocessing|spreadsheet|presentation|drawing)ml)"
                        + "/2006/",
                    "http://purl.oclc.org/ooxml/$1/")
                .replaceAll("(officeDocument/(?:relationships/)?extended)-p", "$1P"));
  }

  private static byte[] changed(byte[] zip, UnaryOperator<String> change) throws IOException {
    Map<String, byte[]> parts = parts(zip);
    parts.replaceAll(
        (name, bytes) ->
            name.endsWith(".xml") || name.endsWith(".rels")
                ? utf8(change.apply(new String(bytes, StandardCharsets.UTF_8)))
                : bytes);
    return SampleFiles.zip(parts);
  }

  private static Map<String, byte[]> parts(byte[] zip) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        parts.put(entry.getName(), in.readAllBytes());
      }
    }
    return parts;
  }

  /** An image as large as the page under each page's words. */
  private static byte[] scanned(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      BufferedImage image = new BufferedImage(850, 1100, BufferedImage.TYPE_BYTE_GRAY);
      for (PDPage page : document.getPages()) {
        try (PDPageContentStream content =
            new PDPageContentStream(document, page, AppendMode.PREPEND, true)) {
          content.drawImage(
              LosslessFactory.createFromImage(document, image),
              0,
              0,
              page.getCropBox().getWidth(),
              page.getCropBox().getHeight());
        }
      }
      return saved(document);
    }
  }

  private static byte[] encryptedForACertificate() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    KeyPair keys = generator.generateKeyPair();
    X500Principal name = new X500Principal("CN=Reader");
    Instant now = Instant.now();
    PublicKeyRecipient recipient = new PublicKeyRecipient();
    recipient.setPermission(new AccessPermission());
    recipient.setX509(
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3_600)),
                        name,
                        keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))));
    PublicKeyProtectionPolicy policy = new PublicKeyProtectionPolicy();
    policy.addRecipient(recipient);
    policy.setEncryptionKeyLength(128);
    try (PDDocument document = Loader.loadPDF(SampleFiles.pdf(List.of(FIRST)))) {
      document.protect(policy);
      return saved(document);
    }
  }

  private static byte[] saved(PDDocument document) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  private String text(String name, byte[] bytes) throws IOException {
    ParseResult result = parse(name, bytes);
    assertThat(result).isInstanceOf(Document.class);
    return ((Document) result).text();
  }

  private ParseFailure failure(String name, byte[] bytes) throws IOException {
    ParseResult result = parse(name, bytes);
    assertThat(result).isInstanceOf(ParseFailure.class);
    return (ParseFailure) result;
  }

  private ParseResult parse(String name, byte[] bytes) throws IOException {
    return parseAll(name, bytes).get(0);
  }

  private List<ParseResult> parseAll(String name, byte[] bytes) throws IOException {
    return parser.parse(Files.write(folder.resolve(name), bytes)).results();
  }
}
