package org.unabridged.ingestion;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.DirectoryEntry;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.util.Units;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFTextBox;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.Document;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;

/** Makes files of every format for tests. */
final class SampleFiles {
  private static final int LEFT = 70;
  private static final int TOP = 700;
  private static final int DOC_PAGE = 512;
  private static final int DOC_TEXT = 3 * DOC_PAGE;

  private SampleFiles() {}

  static byte[] pdf(List<String> pages) {
    try (PDDocument document = pdfDocument(pages)) {
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] encryptedPdf(String text) {
    try (PDDocument document = pdfDocument(List.of(text))) {
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] imagePdf() {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.drawImage(LosslessFactory.createFromImage(document, image()), LEFT, LEFT);
      }
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PDDocument pdfDocument(List<String> pages) throws IOException {
    PDDocument document = new PDDocument();
    for (String text : pages) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN), 12);
        content.newLineAtOffset(LEFT, TOP);
        content.showText(text);
        content.endText();
      }
    }
    return document;
  }

  static byte[] docx(String... paragraphs) {
    try (XWPFDocument document = new XWPFDocument()) {
      for (String paragraph : paragraphs) {
        document.createParagraph().createRun().setText(paragraph);
      }
      document.getProperties().getCoreProperties().setTitle("A title");
      document.getProperties().getCoreProperties().setCreator("An author");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] docxWithTableAndImage(String before, List<List<String>> rows) {
    try (XWPFDocument document = new XWPFDocument()) {
      XWPFRun run = document.createParagraph().createRun();
      run.setText(before);
      run.addPicture(
          new ByteArrayInputStream(png()),
          Document.PICTURE_TYPE_PNG,
          "logo.png",
          Units.toEMU(10),
          Units.toEMU(10));
      XWPFTable table = document.createTable(rows.size(), rows.get(0).size());
      for (int row = 0; row < rows.size(); row++) {
        for (int column = 0; column < rows.get(row).size(); column++) {
          table.getRow(row).getCell(column).setText(rows.get(row).get(column));
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.write(out);
      return out.toByteArray();
    } catch (IOException | InvalidFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] encryptedDocx(String text) {
    try (POIFSFileSystem files = new POIFSFileSystem()) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("secret");
      try (OutputStream out = encryptor.getDataStream(files)) {
        out.write(docx(text));
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      files.writeFilesystem(out);
      return out.toByteArray();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] pptx(String... slides) {
    try (XMLSlideShow show = new XMLSlideShow()) {
      for (String slide : slides) {
        XSLFTextBox box = show.createSlide().createTextBox();
        box.setAnchor(new Rectangle(LEFT, LEFT, 400, 100));
        box.setText(slide);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      show.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] xlsx(Map<String, List<List<String>>> sheets) {
    try (XSSFWorkbook book = new XSSFWorkbook()) {
      sheets.forEach(
          (name, rows) -> {
            XSSFSheet sheet = book.createSheet(name);
            for (List<String> cells : rows) {
              XSSFRow row = sheet.createRow(sheet.getPhysicalNumberOfRows());
              cells.forEach(
                  cell -> row.createCell(Math.max(0, row.getLastCellNum())).setCellValue(cell));
            }
          });
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      book.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An Outlook message, after [MS-OXMSG]: streams named after property and type. */
  static byte[] msg(String subject, String body, String attachmentName, byte[] attachment) {
    try (POIFSFileSystem files = new POIFSFileSystem()) {
      DirectoryEntry root = files.getRoot();
      text(root, "001A", "IPM.Note");
      text(root, "0037", subject);
      text(root, "1000", body);
      root.createDocument("__properties_version1.0", stream(new byte[32]));
      DirectoryEntry nameIds = root.createDirectory("__nameid_version1.0");
      for (String property : List.of("00020102", "00030102", "00040102")) {
        nameIds.createDocument("__substg1.0_" + property, stream(new byte[0]));
      }
      DirectoryEntry attached = root.createDirectory("__attach_version1.0_#00000000");
      text(attached, "3707", attachmentName);
      attached.createDocument("__substg1.0_37010102", stream(attachment));
      attached.createDocument("__properties_version1.0", stream(attachmentProperties()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      files.writeFilesystem(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PidTagAttachMethod: by value. */
  private static byte[] attachmentProperties() {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(8)
        .putInt(0x37050003)
        .putInt(6)
        .putInt(1)
        .array();
  }

  private static void text(DirectoryEntry folder, String property, String value)
      throws IOException {
    folder.createDocument(
        "__substg1.0_" + property + "001F", stream(value.getBytes(StandardCharsets.UTF_16LE)));
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /**
   * A Word 97 file, after [MS-DOC], with the least that makes one: the file information block, a
   * piece table, and tables of characters, paragraphs, sections, styles and fonts that say nothing.
   */
  static byte[] doc(String text) {
    byte[] characters = text.replace("\n", "\r").concat("\r").getBytes(StandardCharsets.UTF_16LE);
    int length = characters.length / 2;
    int textEnd = DOC_TEXT + characters.length;
    ByteBuffer main = ByteBuffer.allocate(16 * DOC_PAGE).order(ByteOrder.LITTLE_ENDIAN);
    main.putShort(0, (short) 0xa5ec).putShort(2, (short) 0xc1).putShort(10, (short) 0x1200);
    main.putShort(12, (short) 0xbf).putInt(24, DOC_TEXT).putInt(28, textEnd);
    main.putShort(32, (short) 14).putShort(62, (short) 22).putInt(64, main.capacity());
    main.putInt(76, length).putShort(152, (short) 93);
    main.position(DOC_TEXT).put(characters);
    main.putInt(8 * DOC_PAGE, DOC_TEXT).putInt(8 * DOC_PAGE + 4, textEnd);
    main.put(9 * DOC_PAGE - 1, (byte) 1);
    int paragraphs = 0;
    main.putInt(9 * DOC_PAGE, DOC_TEXT);
    for (int i = 0; i < length; i++) {
      if (characters[2 * i] == '\r' && characters[2 * i + 1] == 0) {
        paragraphs++;
        main.putInt(9 * DOC_PAGE + 4 * paragraphs, DOC_TEXT + 2 * i + 2);
      }
    }
    main.put(10 * DOC_PAGE - 1, (byte) paragraphs);
    ByteBuffer table = ByteBuffer.allocate(8 * DOC_PAGE).order(ByteOrder.LITTLE_ENDIAN);
    table.putShort((short) 18).putShort((short) 0).putShort((short) 10).putShort((short) 1);
    table.position(20);
    docTable(main, table, 1, 0);
    docTable(
        main,
        table.putInt(0).putInt(length).putShort((short) 0).putInt(-1).putShort((short) 0).putInt(0),
        6,
        20);
    docTable(main, table.putInt(DOC_TEXT).putInt(textEnd).putInt(8), 12, 40);
    docTable(main, table.putInt(DOC_TEXT).putInt(textEnd).putInt(9), 13, 52);
    docTable(main, table.putInt(0), 15, 64);
    docTable(main, table.position(68 + 500), 31, 68);
    table.put((byte) 2).putInt(16).putInt(0).putInt(length).putShort((short) 0).putInt(DOC_TEXT);
    docTable(main, table.putShort((short) 0), 33, 568);
    try (POIFSFileSystem files = new POIFSFileSystem()) {
      files.getRoot().createDocument("WordDocument", stream(main.array()));
      files.getRoot().createDocument("1Table", stream(table.array()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      files.writeFilesystem(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes in the file information block where a table, just written, stands. */
  private static void docTable(ByteBuffer main, ByteBuffer table, int index, int start) {
    main.putInt(154 + 8 * index, start).putInt(158 + 8 * index, table.position() - start);
  }

  static byte[] odt(String... paragraphs) {
    return odt(Map.of(), paragraphs);
  }

  /**
   * An OpenDocument text.
   *
   * @param pictures by their paths
   * @param paragraphs in XML
   */
  static byte[] odt(Map<String, byte[]> pictures, String... paragraphs) {
    StringBuilder body = new StringBuilder();
    for (String paragraph : paragraphs) {
      body.append("<text:p>").append(paragraph).append("</text:p>");
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("mimetype", utf8("application/vnd.oasis.opendocument.text"));
    entries.put(
        "META-INF/manifest.xml",
        utf8(
            "<manifest:manifest"
                + " xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">"
                + "<manifest:file-entry manifest:full-path=\"content.xml\""
                + " manifest:media-type=\"text/xml\"/></manifest:manifest>"));
    entries.put(
        "content.xml",
        utf8(
            "<office:document-content"
                + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">"
                + "<office:body><office:text>"
                + body
                + "</office:text></office:body></office:document-content>"));
    entries.putAll(pictures);
    return zip(entries, "mimetype");
  }

  static byte[] epub(Map<String, String> chapters) {
    StringBuilder manifest = new StringBuilder();
    StringBuilder spine = new StringBuilder();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("mimetype", utf8("application/epub+zip"));
    entries.put(
        "META-INF/container.xml",
        utf8(
            "<container version=\"1.0\""
                + " xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>"
                + "<rootfile full-path=\"book/content.opf\""
                + " media-type=\"application/oebps-package+xml\"/></rootfiles></container>"));
    chapters.forEach(
        (name, html) -> {
          manifest
              .append("<item id=\"")
              .append(name)
              .append("\" href=\"")
              .append(name)
              .append(".xhtml\" media-type=\"application/xhtml+xml\"/>");
          spine.append("<itemref idref=\"").append(name).append("\"/>");
          entries.put(
              "book/" + name + ".xhtml",
              utf8(
                  "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>t</title></head><body>"
                      + html
                      + "</body></html>"));
        });
    entries.put(
        "book/content.opf",
        utf8(
            "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\">"
                + "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                + "<dc:title>A book</dc:title></metadata><manifest>"
                + manifest
                + "</manifest><spine>"
                + spine
                + "</spine></package>"));
    return zip(entries, "mimetype");
  }

  static byte[] zip(Map<String, byte[]> entries) {
    return zip(entries, "");
  }

  private static byte[] zip(Map<String, byte[]> entries, String stored) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        if (entry.getKey().equals(stored)) {
          header.setMethod(ZipEntry.STORED);
          header.setSize(entry.getValue().length);
          CRC32 crc = new CRC32();
          crc.update(entry.getValue());
          header.setCrc(crc.getValue());
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * A ZIP of one entry with the flag that says it is encrypted (bit 0 of the general purpose flags,
   * APPNOTE 4.4.4), set in both of its headers.
   */
  static byte[] encryptedZip(String name, byte[] content) {
    byte[] zip = zip(Map.of(name, content));
    for (int i = 0; i + 10 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3 && zip[i + 3] == 4) {
        zip[i + 6] |= 1;
      } else if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 8] |= 1;
      }
    }
    return zip;
  }

  static byte[] png() {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image(), "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage image() {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 3, 0xffffff);
    return image;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }
}
