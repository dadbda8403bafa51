package org.unabridged.samples.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unabridged.samples.documents.PdfWriter.Font;

/** The catalogue of the sample documents, and the program that writes them. */
public final class SampleDocuments {

  /** Opens the encrypted sample; also in the samples' README. */
  static final String PASSWORD = "juniper";

  private static final DocumentWriter PDF = new PdfWriter(Font.STANDARD);
  private static final DocumentWriter WORD = new WordWriter();
  private static final DocumentWriter OPEN_DOCUMENT = new OpenDocumentWriter();
  private static final DocumentWriter RTF = new RtfWriter();
  private static final DocumentWriter EPUB = new EpubWriter();
  private static final DocumentWriter HTML = new HtmlWriter(UTF_8);

  private static final String MAIL = "mail/signed-amendment.eml";
  private static final String MAIL_BODY_SOURCE = "english/mail-cover-note";
  private static final String ATTACHMENT = "motor-carrier-amendment.pdf";
  private static final String ATTACHMENT_SOURCE = "english/motor-carrier-amendment";
  private static final String CLOSING_SET = "closing-set.zip";
  private static final Map<String, String> CLOSING_SET_SOURCES =
      Map.of(
          "guaranty.rtf", "english/guaranty", "side-letter.txt", "english/transition-side-letter");

  private static final List<Sample> SAMPLES =
      List.of(
          sample("distribution-agreement.pdf", "english/distribution-agreement", PDF),
          sample("supply-agreement.pdf", "english/supply-agreement", PDF),
          sample("software-license-agreement.docx", "english/software-license-agreement", WORD),
          sample("joint-development-agreement.docx", "english/joint-development-agreement", WORD),
          sample("consulting-agreement.doc", "english/consulting-agreement", new OldWordWriter()),
          sample(
              "mutual-nondisclosure-agreement.rtf", "english/mutual-nondisclosure-agreement", RTF),
          sample("office-lease.odt", "english/office-lease", OPEN_DOCUMENT),
          sample("hosting-agreement.html", "english/hosting-agreement", HTML),
          sample("endorsement-agreement.epub", "english/endorsement-agreement", EPUB),
          sample("franchise-agreement.txt", "english/franchise-agreement", plain("UTF-8", "\r\n")),
          sample("term-sheet.pptx", "english/term-sheet", new SlidesWriter()),
          sample("fee-schedule.xlsx", "english/fee-schedule", new SheetsWriter()),
          sample(
              "master-agreement/1-master-services-agreement.docx",
              "master-agreement/1-master-services-agreement",
              WORD),
          sample(
              "master-agreement/2-first-amendment.pdf", "master-agreement/2-first-amendment", PDF),
          sample(
              "master-agreement/3-second-amendment.docx",
              "master-agreement/3-second-amendment",
              WORD),
          sample(
              "regulations/data-retention-regulations.html",
              "english/data-retention-regulations",
              HTML),
          sample("regulations/ukrainian-regulation.html", "languages/ukrainian-regulation", HTML),
          sample(
              "languages/arabic-agency-agreement.docx", "languages/arabic-agency-agreement", WORD),
          sample(
              "languages/bilingual-cooperation-agreement.docx",
              "languages/bilingual-cooperation-agreement",
              WORD),
          sample(
              "languages/chinese-purchase-contract.txt",
              "languages/chinese-purchase-contract",
              plain("GB18030", "\n")),
          sample(
              "languages/french-distribution-contract.txt",
              "languages/french-distribution-contract",
              plain("windows-1252", "\r\n")),
          sample(
              "languages/german-service-contract.docx", "languages/german-service-contract", WORD),
          sample(
              "languages/greek-lease.pdf", "languages/greek-lease", new PdfWriter(Font.EMBEDDED)),
          sample(
              "languages/hebrew-nda.html",
              "languages/hebrew-nda",
              new HtmlWriter(Charset.forName("windows-1255"))),
          sample(
              "languages/hindi-partnership-deed.odt",
              "languages/hindi-partnership-deed",
              OPEN_DOCUMENT),
          sample(
              "languages/italian-agency-contract.odt",
              "languages/italian-agency-contract",
              OPEN_DOCUMENT),
          sample(
              "languages/japanese-outsourcing-contract.txt",
              "languages/japanese-outsourcing-contract",
              plain("Shift_JIS", "\r\n")),
          sample(
              "languages/korean-license-agreement.docx",
              "languages/korean-license-agreement",
              WORD),
          sample(
              "languages/polish-supply-contract.txt",
              "languages/polish-supply-contract",
              plain("windows-1250", "\r\n")),
          sample("languages/portuguese-license.rtf", "languages/portuguese-license", RTF),
          sample(
              "languages/russian-contractor-agreement.txt",
              "languages/russian-contractor-agreement",
              plain("windows-1251", "\r\n")),
          sample("languages/spanish-lease.pdf", "languages/spanish-lease", PDF),
          sample("languages/thai-hire-contract.html", "languages/thai-hire-contract", HTML),
          sample("languages/turkish-lease.epub", "languages/turkish-lease", EPUB),
          sample(
              "unreadable/encrypted-lease.pdf",
              "english/office-lease",
              new PdfWriter(Font.STANDARD).encryptedWith(PASSWORD)),
          sample("unreadable/empty.txt", "english/term-sheet", text -> new byte[0]),
          sample(
              "unreadable/truncated-contract.doc",
              "english/consulting-agreement",
              text -> firstHalf(new OldWordWriter().write(text))));

  private SampleDocuments() {}

  /**
   * One file of the catalogue.
   *
   * @param path where the file stands in the folder of samples
   * @param source the source text's path without its extension
   * @param writer what gives it its format
   */
  record Sample(String path, String source, DocumentWriter writer) {}

  /** Writes all samples: {@code SampleDocuments SOURCES TARGET}. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: SampleDocuments SOURCES TARGET");
    }
    Path target = Path.of(arguments[1]);
    for (Map.Entry<String, byte[]> file : generate(Path.of(arguments[0])).entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.write(path, file.getValue());
    }
  }

  /** The files by path, made from the source texts in a folder. */
  static Map<String, byte[]> generate(Path sources) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (Sample sample : SAMPLES) {
      files.put(sample.path(), sample.writer().write(source(sources, sample.source())));
    }
    files.put(MAIL, mail(sources));
    files.put(CLOSING_SET, closingSet(sources));
    return files;
  }

  static List<Sample> samples() {
    return SAMPLES;
  }

  /**
   * The source of each document that can be read, by its path; one inside a container stands behind
   * the container's path and {@code !/}.
   */
  static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    for (Sample sample : SAMPLES) {
      if (!sample.path().startsWith("unreadable/")) {
        sources.put(sample.path(), sample.source());
      }
    }
    sources.put(MAIL, MAIL_BODY_SOURCE);
    sources.put(MAIL + "!/" + ATTACHMENT, ATTACHMENT_SOURCE);
    CLOSING_SET_SOURCES.forEach((name, source) -> sources.put(CLOSING_SET + "!/" + name, source));
    return sources;
  }

  static SourceText source(Path sources, String name) throws IOException {
    return SourceText.read(sources.resolve(name + ".txt"));
  }

  private static byte[] mail(Path sources) throws IOException {
    byte[] attachment = PDF.write(source(sources, ATTACHMENT_SOURCE));
    return new MailWriter(ATTACHMENT, "application/pdf", attachment)
        .write(source(sources, MAIL_BODY_SOURCE));
  }

  private static byte[] closingSet(Path sources) throws IOException {
    StableZip zip = new StableZip();
    for (Map.Entry<String, String> entry : new TreeMap<>(CLOSING_SET_SOURCES).entrySet()) {
      DocumentWriter writer = entry.getKey().endsWith(".rtf") ? RTF : plain("UTF-8", "\n");
      zip.add(entry.getKey(), writer.write(source(sources, entry.getValue())));
    }
    return zip.toBytes();
  }

  private static Sample sample(String path, String source, DocumentWriter writer) {
    return new Sample(path, source, writer);
  }

  private static DocumentWriter plain(String charset, String lineEnd) {
    return new PlainTextWriter(Charset.forName(charset), lineEnd);
  }

  private static byte[] firstHalf(byte[] file) {
    return Arrays.copyOf(file, file.length / 2);
  }
}
