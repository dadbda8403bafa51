package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationFileAttachment;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackagingURIHelper;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.poifs.filesystem.Ole10Native;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PDFs and Office documents carry with them. */
class AttachmentsTest {
  private static final String RELATION =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

  @AutoClose
  private static final DocumentParser parser =
      new DocumentParser(ParserConfiguration.defaults().withHeapMegabytes(192));

  @TempDir Path folder;

  @Test
  void givesEachFileOfAPortfolioARow() throws IOException {
    byte[] docx = SampleFiles.docx("An agreement.");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("1-terms.docx", docx);
    files.put("2-broken.docx", Arrays.copyOf(docx, 500));
    files.put("3-photo.png", SampleFiles.png());
    files.put("4-program.exe", new byte[] {'M', 'Z', 0, 0, 0, 1});
    files.put("5-nested.pdf", portfolio(Map.of("deep.txt", SampleFiles.utf8("Deep down."))));

    ParsedFile parsed = parse("a.pdf", portfolio(files));

    assertThat(parsed.results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly(
            "",
            "1-terms.docx",
            "2-broken.docx",
            "3-photo.png",
            "4-program.exe",
            "5-nested.pdf",
            "5-nested.pdf/deep.txt");
    assertThat(parsed.results().subList(1, 6))
        .allMatch(result -> parsed.fileId().equals(result.parentId()));
    assertThat(((Document) parsed.results().get(0)).text()).isEmpty();
    assertThat(((Document) parsed.results().get(1)).text()).isEqualTo("An agreement.");
    assertThat(category(parsed, 2)).isEqualTo(ParseFailure.Category.CORRUPT);
    assertThat(category(parsed, 3)).isEqualTo(ParseFailure.Category.NO_TEXT);
    assertThat(category(parsed, 4)).isEqualTo(ParseFailure.Category.UNSUPPORTED_FORMAT);
    assertThat(((Document) parsed.results().get(6)).text()).isEqualTo("Deep down.");
    assertThat(parsed.results().get(6).parentId()).isEqualTo(parsed.results().get(5).documentId());
  }

  @Test
  void readsAFileAttachedToAPage() throws IOException {
    ParsedFile parsed = parse("a.pdf", annotated("note.docx", SampleFiles.docx("A note.")));

    assertThat(parsed.results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly("", "note.docx");
    assertThat(((Document) parsed.results().get(1)).text()).isEqualTo("A note.");
  }

  @Test
  void readsAWorkbookInADocx() throws IOException {
    byte[] xlsx = SampleFiles.xlsx(Map.of("Fees", List.of(List.of("Hosting", "10"))));

    ParsedFile parsed =
        parse(
            "a.docx",
            docx(
                "/word/embeddings/Microsoft_Excel_Sheet1.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "package",
                xlsx));

    assertThat(parsed.results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly("", "Microsoft_Excel_Sheet1.xlsx");
    assertThat(((Document) parsed.results().get(0)).text()).isEqualTo("The parent.");
    assertThat(((Document) parsed.results().get(1)).text()).isEqualTo("Fees\n\nHosting\t10");
    assertThat(parsed.results().get(1).parentId()).isEqualTo(parsed.fileId());
  }

  @Test
  void readsAFilePackedIntoAnObject() throws IOException {
    byte[] pdf = SampleFiles.pdf(List.of("A page."));

    ParsedFile parsed =
        parse(
            "a.docx",
            docx(
                "/word/embeddings/oleObject1.bin",
                "application/vnd.openxmlformats-officedocument.oleObject",
                "oleObject",
                packed("terms.pdf", pdf)));

    assertThat(parsed.results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly("", "terms.pdf");
    assertThat(((Document) parsed.results().get(1)).text()).isEqualTo("A page.");
  }

  private static ParseFailure.Category category(ParsedFile parsed, int index) {
    return ((ParseFailure) parsed.results().get(index)).category();
  }

  private static byte[] portfolio(Map<String, byte[]> files) throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      Map<String, PDComplexFileSpecification> attached = new TreeMap<>();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        attached.put(file.getKey(), specification(document, file.getKey(), file.getValue()));
      }
      PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
      tree.setNames(attached);
      PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
      names.setEmbeddedFiles(tree);
      document.getDocumentCatalog().setNames(names);
      document
          .getDocumentCatalog()
          .getCOSObject()
          .setItem(COSName.getPDFName("Collection"), new COSDictionary());
      return bytes(document);
    }
  }

  private static byte[] annotated(String name, byte[] content) throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      PDAnnotationFileAttachment attachment = new PDAnnotationFileAttachment();
      attachment.setFile(specification(document, name, content));
      attachment.setRectangle(new PDRectangle(100, 100, 20, 20));
      page.setAnnotations(List.of(attachment));
      return bytes(document);
    }
  }

  private static PDComplexFileSpecification specification(
      PDDocument document, String name, byte[] content) throws IOException {
    PDEmbeddedFile file = new PDEmbeddedFile(document, new ByteArrayInputStream(content));
    PDComplexFileSpecification specification = new PDComplexFileSpecification();
    specification.setFile(name);
    specification.setFileUnicode(name);
    specification.setEmbeddedFile(file);
    return specification;
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  private static byte[] docx(String part, String type, String relation, byte[] content)
      throws IOException {
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("The parent.");
      PackagePart embedded =
          document.getPackage().createPart(PackagingURIHelper.createPartName(part), type);
      try (OutputStream out = embedded.getOutputStream()) {
        out.write(content);
      }
      document
          .getPackagePart()
          .addRelationship(embedded.getPartName(), TargetMode.INTERNAL, RELATION + relation);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.write(bytes);
      return bytes.toByteArray();
    } catch (InvalidFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As Windows packs a file of a program that knows no objects. */
  private static byte[] packed(String name, byte[] content) throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    new Ole10Native(name, name, name, content).writeOut(object);
    try (POIFSFileSystem files = new POIFSFileSystem()) {
      files
          .getRoot()
          .createDocument(
              new String(new byte[] {1}, StandardCharsets.US_ASCII) + "Ole10Native",
              new ByteArrayInputStream(object.toByteArray()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      files.writeFilesystem(bytes);
      return bytes.toByteArray();
    }
  }

  private ParsedFile parse(String name, byte[] bytes) throws IOException {
    return parser.parse(Files.write(folder.resolve(name), bytes));
  }
}
