package org.unabridged.samples.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/**
 * Writes a PDF with numbered pages. The standard fonts cover Western European languages; any other
 * needs the embedded font, which covers Latin, Greek and Cyrillic.
 */
final class PdfWriter implements DocumentWriter {

  /** Where the glyphs come from. */
  enum Font {
    STANDARD,
    EMBEDDED
  }

  /** The sans-serif font that PDFBox carries as its fallback. */
  private static final String EMBEDDED_FONT =
      "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final Font font;

  PdfWriter(Font font) {
    this.font = font;
  }

  @Override
  public byte[] write(SourceText text) throws IOException {
    try (PDDocument document = lay(text)) {
      return save(document);
    }
  }

  /** A writer whose files open only with a password. */
  DocumentWriter encryptedWith(String password) {
    return text -> {
      try (PDDocument document = lay(text)) {
        document.protect(protection(password));
        return save(document);
      }
    };
  }

  /** RC4 rather than AES, whose random initial vectors would change the file on every run. */
  private static StandardProtectionPolicy protection(String password) {
    StandardProtectionPolicy policy =
        new StandardProtectionPolicy(password, password, new AccessPermission());
    policy.setEncryptionKeyLength(128);
    policy.setPreferAES(false);
    return policy;
  }

  private PDDocument lay(SourceText text) throws IOException {
    PDDocument document = new PDDocument();
    document.getDocument().setDocumentID(identifier(text.title()));
    document.getDocumentInformation().setTitle(text.title());
    document.getDocumentInformation().setCreationDate(date());
    try (PdfPages pages = new PdfPages(document, body(document), headings(document))) {
      for (Block block : text.blocks()) {
        pages.add(block);
      }
    }
    return document;
  }

  /** Without one, PDFBox makes an identifier from the clock. */
  private static COSArray identifier(String title) {
    COSString identifier = new COSString("unabridged sample " + title);
    return new COSArray(List.of(identifier, identifier));
  }

  private static byte[] save(PDDocument document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes, CompressParameters.NO_COMPRESSION);
    return bytes.toByteArray();
  }

  private static Calendar date() {
    Calendar date = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    date.clear();
    date.set(2026, Calendar.JANUARY, 1);
    return date;
  }

  private PDFont body(PDDocument document) throws IOException {
    return switch (font) {
      case STANDARD -> new PDType1Font(FontName.TIMES_ROMAN);
      case EMBEDDED -> embedded(document);
    };
  }

  private PDFont headings(PDDocument document) throws IOException {
    return switch (font) {
      case STANDARD -> new PDType1Font(FontName.TIMES_BOLD);
      case EMBEDDED -> embedded(document);
    };
  }

  private static PDFont embedded(PDDocument document) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PDDocument.class.getResourceAsStream(EMBEDDED_FONT))) {
      return PDType0Font.load(document, in);
    }
  }
}
