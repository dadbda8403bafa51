package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unabridged.ingestion.SampleFiles.utf8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text and pages of every format, through the real parser process. */
class FormatsTest {
  private static final String FIRST = "This Agreement is governed by the laws of Ruritania.";
  private static final String SECOND = "It ends on the third of May.";

  private static DocumentParser parser;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    parser = new DocumentParser(ParserConfiguration.defaults());
    parser.warmUp();
  }

  @AfterAll
  static void stop() {
    parser.close();
  }

  @Test
  void readsPdfWithItsPages() throws IOException {
    Document document = document("a.pdf", SampleFiles.pdf(List.of(FIRST, SECOND)));

    assertThat(document.mediaType()).isEqualTo("application/pdf");
    assertThat(document.text()).isEqualTo(FIRST + "\n\n" + SECOND);
    assertThat(pageTexts(document)).containsExactly(FIRST, SECOND);
    assertThat(document.pages()).allMatch(page -> page.kind() == PageSpan.Kind.PAGE);
    assertThat(document.languages()).first().extracting(LanguageShare::language).isEqualTo("en");
    assertThat(document.metadata()).containsEntry("pages", "2");
    assertThat(document.sizeBytes()).isEqualTo(Files.size(folder.resolve("a.pdf")));
  }

  @Test
  void readsDocxWithTitleAndAuthor() throws IOException {
    Document document = document("a.docx", SampleFiles.docx(FIRST, SECOND));

    assertThat(document.text()).isEqualTo(FIRST + "\n\n" + SECOND);
    assertThat(document.metadata())
        .containsEntry("title", "A title")
        .containsEntry("author", "An author");
  }

  @Test
  void keepsTableCellsOnTheirRowAndLeavesOutImages() throws IOException {
    byte[] docx =
        SampleFiles.docxWithTableAndImage(
            FIRST, List.of(List.of("Fee", "10 EUR"), List.of("Term", "2 years")));

    ParsedFile parsed = parse("a.docx", docx);

    assertThat(parsed.results()).hasSize(1);
    Document document = (Document) parsed.results().get(0);
    assertThat(document.text()).startsWith(FIRST).endsWith("Fee\t10 EUR\nTerm\t2 years");
    assertThat(document.metadata()).containsEntry("embedded_without_text", "1");
  }

  @Test
  void readsDoc() throws IOException {
    Document document = document("a.doc", SampleFiles.doc(FIRST + "\n" + SECOND));

    assertThat(document.mediaType()).isEqualTo("application/msword");
    assertThat(document.text()).isEqualTo(FIRST + "\n\n" + SECOND);
  }

  @Test
  void readsOdt() throws IOException {
    Document document = document("a.odt", SampleFiles.odt(FIRST, SECOND));

    assertThat(document.mediaType()).isEqualTo("application/vnd.oasis.opendocument.text");
    assertThat(document.text()).isEqualTo(FIRST + "\n\n" + SECOND);
  }

  @Test
  void readsRtf() throws IOException {
    Document document =
        document(
            "a.rtf",
            utf8("{\\rtf1\\ansi\\ansicpg1252 " + FIRST + "\\par Caf\\'e9 " + SECOND + "}"));

    assertThat(document.text()).isEqualTo(FIRST + "\n\nCafé " + SECOND);
  }

  @Test
  void readsHtmlWithoutItsScriptsAndItsWhiteSpace() throws IOException {
    Document document =
        document(
            "a.html",
            utf8(
                "<html><head><title>T</title><style>p{}</style></head><body><h1>Lease</h1>\n<p>This"
                    + "   Agreement\n is governed</p><script>alert(1)</script><ul><li>one</li>\n"
                    + "<li>two</li></ul><table><tr><td><p>a</p></td><td> b</td></tr><tr><td>c</td></tr>"
                    + "</table><pre>x\n  y</pre></body></html>"));

    assertThat(document.text())
        .isEqualTo("Lease\n\nThis Agreement is governed\n\none\ntwo\n\na\tb\nc\n\nx\n  y");
  }

  @Test
  void readsEpubWithItsParts() throws IOException {
    Map<String, String> chapters = new LinkedHashMap<>();
    chapters.put("one", "<h1>One</h1><p>" + FIRST + "</p>");
    chapters.put("two", "<p>" + SECOND + "</p>");

    Document document = document("a.epub", SampleFiles.epub(chapters));

    assertThat(pageTexts(document)).containsExactly("One\n\n" + FIRST, SECOND);
    assertThat(document.pages()).allMatch(page -> page.kind() == PageSpan.Kind.PART);
    assertThat(document.metadata()).containsEntry("title", "A book");
  }

  @Test
  void readsPptxWithItsSlides() throws IOException {
    Document document = document("a.pptx", SampleFiles.pptx(FIRST, SECOND));

    assertThat(pageTexts(document)).containsExactly(FIRST, SECOND);
    assertThat(document.pages()).allMatch(page -> page.kind() == PageSpan.Kind.SLIDE);
  }

  @Test
  void readsXlsxWithItsSheets() throws IOException {
    Map<String, List<List<String>>> sheets = new LinkedHashMap<>();
    sheets.put("Fees", List.of(List.of("Service", "Fee"), List.of("Hosting", "10 EUR")));
    sheets.put("Terms", List.of(List.of(FIRST)));

    Document document = document("a.xlsx", SampleFiles.xlsx(sheets));

    assertThat(pageTexts(document))
        .containsExactly("Fees\n\nService\tFee\nHosting\t10 EUR", "Terms\n\n" + FIRST);
    assertThat(document.pages()).extracting(PageSpan::label).containsExactly("Fees", "Terms");
    assertThat(document.pages()).allMatch(page -> page.kind() == PageSpan.Kind.SHEET);
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        Arguments.of("UTF-8", "Der Vertrag unterliegt österreichischem Recht, § 3 gilt sinngemäß."),
        Arguments.of(
            "UTF-16", "Der Vertrag unterliegt österreichischem Recht, § 3 gilt sinngemäß."),
        Arguments.of("UTF-16LE", "Der Vertrag unterliegt österreichischem Recht."),
        Arguments.of("UTF-32BE", "Договор вступает в силу с момента подписания."),
        Arguments.of(
            "windows-1252",
            "Le présent contrat est régi par le droit français ; les parties sont liées dès la"
                + " signature, « sans délai », et à leurs frais."),
        Arguments.of(
            "windows-1250",
            "Niniejsza umowa podlega prawu polskiemu, a wszelkie spory będą rozstrzygane przez sąd"
                + " właściwy dla siedziby dostawcy. Zmiany wymagają formy pisemnej."),
        Arguments.of(
            "ISO-8859-2",
            "Tato smlouva se řídí českým právem; výpovědní lhůta činí tři měsíce a začíná běžet prvního"
                + " dne měsíce, který následuje po doručení výpovědi."),
        Arguments.of(
            "IBM852",
            "Umowa wchodzi w życie z dniem podpisania i może być rozwiązana przez każdą ze stron."),
        Arguments.of(
            "IBM866", "Договор вступает в силу с момента подписания и действует до конца года."),
        Arguments.of(
            "KOI8-R", "Арендатор обязуется вносить плату за помещение не позднее пятого числа."),
        Arguments.of(
            "ISO-8859-7", "Η παρούσα σύμβαση διέπεται από το ελληνικό δίκαιο και λήγει τον Μάιο."),
        Arguments.of("GB18030", "本合同受中华人民共和国法律管辖，甲方应当在三十日内付款。"),
        Arguments.of("Big5", "本合約受中華民國法律管轄，任何一方得於三十日前以書面通知終止。"),
        Arguments.of("EUC-KR", "이 계약은 대한민국 법률에 따라 해석되며 당사자는 서면으로 해지할 수 있다."),
        Arguments.of("EUC-JP", "本契約は日本法に準拠し、甲は乙に対して書面により通知する。"),
        Arguments.of("Shift_JIS", "本契約は日本法に準拠し、日本法に従って解釈されるものとする。本契約に関する紛争は東京地方裁判所を専属的合意管轄とする。"),
        Arguments.of(
            "windows-1251",
            "Настоящий договор регулируется законодательством и вступает в силу с момента подписания"
                + " сторонами."),
        Arguments.of(
            "UTF-8", "يخضع هذا العقد لقوانين المملكة ويفسر وفقا لها ويلتزم الطرفان بتنفيذه."),
        Arguments.of("UTF-8", "הסכם זה כפוף לדיני המדינה ויפורש על פיהם, והצדדים מתחייבים לקיימו."),
        Arguments.of("UTF-8", "本合同受中华人民共和国法律管辖并按其解释，双方应当遵守。"));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void readsTextInItsEncoding(String charset, String text) throws IOException {
    Document document = document("a.txt", text.getBytes(Charset.forName(charset)));

    assertThat(document.text()).isEqualTo(text);
    assertThat(document.mediaType()).isEqualTo("text/plain");
  }

  @Test
  void bringsTextIntoCanonicalForm() throws IOException {
    Document document =
        document(
            "a.txt", utf8("\ufeffCafe\u0301  \r\n\r\n\r\n\r\nSecond line\t\rThird line\r\n\r\n"));

    assertThat(document.text()).isEqualTo("Café\n\nSecond line\nThird line");
  }

  @Test
  void detectsTheFormatFromTheContent() throws IOException {
    Document document = document("a.txt", SampleFiles.pdf(List.of(FIRST)));

    assertThat(document.mediaType()).isEqualTo("application/pdf");
    assertThat(document.text()).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "a.csv", "a"})
  void leavesCommasWhereTheyAre(String name) throws IOException {
    String text =
        ("The Supplier, on its own, pays.\n".repeat(40) + "The Buyer, if asked, pays.").strip();

    assertThat(document(name, utf8(text)).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a_contract.txt", "i_contract.txt", "s_contract.txt", "contract.pdf", "contract"})
  void readsTextWhateverItsName(String name) throws IOException {
    assertThat(document(name, utf8(FIRST)).text()).isEqualTo(FIRST);
  }

  @Test
  void readsMailAndItsAttachmentsAsDocumentsOfTheirOwn() throws IOException {
    byte[] pdf = SampleFiles.pdf(List.of(SECOND));
    String mail =
        "From: a@example.org\r\nTo: b@example.org\r\nSubject: Lease\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=XX\r\n\r\n--XX\r\nContent-Type: text/plain;"
            + " charset=utf-8\r\n\r\n"
            + FIRST
            + "\r\n--XX\r\nContent-Type: application/pdf; name=terms.pdf\r\nContent-Disposition:"
            + " attachment; filename=terms.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(pdf)
            + "\r\n--XX\r\nContent-Type: text/plain; name=note.txt\r\nContent-Disposition: attachment;"
            + " filename=note.txt\r\n\r\nA note.\r\n--XX--\r\n";

    ParsedFile parsed = parse("a.eml", utf8(mail));

    assertThat(parsed.results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly("", "terms.pdf", "note.txt");
    Document body = (Document) parsed.results().get(0);
    Document attachment = (Document) parsed.results().get(1);
    assertThat(body.text()).isEqualTo(FIRST);
    assertThat(body.metadata()).containsEntry("from", "a@example.org");
    assertThat(attachment.text()).isEqualTo(SECOND);
    assertThat(attachment.parentId()).isEqualTo(parsed.fileId());
    assertThat(attachment.documentId()).isEqualTo(sha256(pdf));
    assertThat(attachment.sizeBytes()).isEqualTo(pdf.length);
  }

  @Test
  void readsOutlookMessageAndItsAttachment() throws IOException {
    byte[] docx = SampleFiles.docx(SECOND);

    ParsedFile parsed = parse("a.msg", SampleFiles.msg("Lease", FIRST, "terms.docx", docx));

    assertThat(parsed.results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly("", "terms.docx");
    assertThat(((Document) parsed.results().get(0)).text()).contains(FIRST);
    assertThat(((Document) parsed.results().get(1)).text()).isEqualTo(SECOND);
    assertThat(parsed.results().get(1).documentId()).isEqualTo(sha256(docx));
  }

  @Test
  void readsNestedArchivesInOrder() throws IOException {
    Map<String, byte[]> inner = new LinkedHashMap<>();
    inner.put("deep/terms.txt", utf8(SECOND));
    Map<String, byte[]> outer = new LinkedHashMap<>();
    outer.put("a.txt", utf8(FIRST));
    outer.put("inner.zip", SampleFiles.zip(inner));
    outer.put("../../b.txt", utf8("Third."));
    outer.put(".hidden", utf8("Hidden."));

    ParsedFile parsed = parse("a.zip", SampleFiles.zip(outer));

    assertThat(parsed.results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly("", "a.txt", "inner.zip", "inner.zip/deep/terms.txt", "b.txt");
    assertThat(parsed.results()).allMatch(result -> result instanceof Document);
    Document archive = (Document) parsed.results().get(0);
    assertThat(archive.text()).isEmpty();
    assertThat(archive.languages()).isEmpty();
    assertThat(archive.mediaType()).isEqualTo("application/zip");
    assertThat(parsed.results().get(3).parentId())
        .isEqualTo(parsed.results().get(2).documentId())
        .isEqualTo(sha256(SampleFiles.zip(inner)));
  }

  @Test
  void tellsDocumentsOfOneNameApart() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("x/terms.txt", utf8(FIRST));
    entries.put("./x/terms.txt", utf8(SECOND));

    assertThat(parse("a.zip", SampleFiles.zip(entries)).results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly("", "x/terms.txt", "x/terms.txt (2)");
  }

  @Test
  void readsNoOtherFileForADocument() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
    String xml =
        "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \""
            + secret.toUri()
            + "\">]><r>"
            + FIRST
            + " &x;</r>";

    Document document = document("a.xml", utf8(xml));

    assertThat(document.text()).contains(FIRST).doesNotContain("secret");
  }

  @Test
  void findsTheLanguagesOfAMixedText() throws IOException {
    String english = (FIRST + " " + SECOND + "\n").repeat(200);
    String greek =
        "Η παρούσα σύμβαση διέπεται από το δίκαιο της χώρας και τα μέρη δεσμεύονται.\n".repeat(200);

    Document document = document("a.txt", (english + greek).getBytes(StandardCharsets.UTF_8));

    assertThat(document.languages())
        .extracting(LanguageShare::language)
        .containsExactlyInAnyOrder("en", "el");
    assertThat(document.languages()).allMatch(share -> share.share() > 0.3);
  }

  @Test
  void findsBothLanguagesOfAShortBilingualText() throws IOException {
    String german = "Dieser Vertrag unterliegt dem Recht der Bundesrepublik und endet im Mai.\n";

    Document document = document("a.txt", utf8((FIRST + "\n").repeat(30) + german.repeat(30)));

    assertThat(document.languages())
        .extracting(LanguageShare::language)
        .containsExactlyInAnyOrder("en", "de");
  }

  @Test
  void findsTheEncodingOfATextWhoseFirstUmlautComesLate() throws IOException {
    String text = (FIRST + "\n").repeat(2_000) + "Größe – “ok”";

    assertThat(document("a.txt", utf8(text)).text()).isEqualTo(text);
  }

  private Document document(String name, byte[] bytes) throws IOException {
    ParsedFile parsed = parse(name, bytes);
    assertThat(parsed.results().get(0)).isInstanceOf(Document.class);
    return (Document) parsed.results().get(0);
  }

  private ParsedFile parse(String name, byte[] bytes) throws IOException {
    ParsedFile parsed = parser.parse(Files.write(folder.resolve(name), bytes));
    assertThat(parsed.fileId()).isEqualTo(sha256(bytes));
    return parsed;
  }

  private static List<String> pageTexts(Document document) {
    return document.pages().stream()
        .map(page -> document.text().substring(page.start(), page.end()))
        .toList();
  }

  private static String sha256(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.hexadecimal(digest);
  }
}
