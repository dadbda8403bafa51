package org.unabridged.samples.documents;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SampleDocumentsTest {

  private static final Path SOURCES = Path.of("src/main/sources");
  private static final Path DOCUMENTS = Path.of("documents");

  private static Map<String, byte[]> generated = Map.of();

  @BeforeAll
  static void generate() throws IOException {
    generated = SampleDocuments.generate(SOURCES);
  }

  @Test
  void committedDocumentsAreWhatTheGeneratorMakes() throws IOException {
    Map<String, byte[]> committed = committed();

    assertThat(committed.keySet()).isEqualTo(generated.keySet());
    for (Map.Entry<String, byte[]> file : committed.entrySet()) {
      assertThat(content(file.getKey(), file.getValue()))
          .as(file.getKey())
          .isEqualTo(content(file.getKey(), requireNonNull(generated.get(file.getKey()))));
    }
  }

  @Test
  void everySourceIsUsed() throws IOException {
    List<String> used = SampleDocuments.sources().values().stream().sorted().toList();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> SOURCES.relativize(file).toString().replace(".txt", ""))
                  .sorted())
          .containsExactlyElementsOf(used);
    }
  }

  @Test
  void coversTwelveLanguagesSixScriptsAndEightFormats() throws IOException {
    List<SourceText> texts = new ArrayList<>();
    for (SampleDocuments.Sample sample : SampleDocuments.samples()) {
      texts.add(SampleDocuments.source(SOURCES, sample.source()));
    }

    assertThat(texts.stream().flatMap(text -> text.languages().stream()).distinct())
        .hasSizeGreaterThanOrEqualTo(12);
    assertThat(
            texts.stream()
                .flatMap(text -> text.passages().stream())
                .flatMap(passage -> passage.codePoints().mapToObj(Character.UnicodeScript::of))
                .distinct()
                .filter(script -> script != Character.UnicodeScript.COMMON))
        .hasSizeGreaterThanOrEqualTo(6);
    assertThat(generated.keySet().stream().map(path -> path.substring(path.lastIndexOf('.'))))
        .contains(
            ".pdf", ".docx", ".doc", ".odt", ".rtf", ".html", ".epub", ".txt", ".eml", ".pptx",
            ".xlsx", ".zip");
  }

  @Test
  void encryptedSampleOpensOnlyWithItsPassword() throws IOException {
    byte[] file = Files.readAllBytes(DOCUMENTS.resolve("unreadable/encrypted-lease.pdf"));

    assertThatThrownBy(() -> Loader.loadPDF(file)).isInstanceOf(InvalidPasswordException.class);
    try (PDDocument document = Loader.loadPDF(file, SampleDocuments.PASSWORD)) {
      assertThat(new PDFTextStripper().getText(document)).contains("OFFICE LEASE");
    }
  }

  @Test
  void expectedPhrasesStandInTheirSources() throws IOException {
    Map<String, String> sources = SampleDocuments.sources();
    JsonNode expected = new ObjectMapper().readTree(Path.of("expected.json").toFile());

    assertThat(expected.size()).isGreaterThanOrEqualTo(60);
    for (JsonNode clause : expected) {
      String document = clause.required("document").textValue();
      SourceText source = SampleDocuments.source(SOURCES, requireNonNull(sources.get(document)));
      String phrase = clause.required("phrase").textValue();
      assertThat(source.passages()).as(document).anyMatch(passage -> passage.contains(phrase));
    }
  }

  @Test
  void readmeNamesEveryDocument() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(generated.keySet()).allSatisfy(path -> assertThat(readme).contains("| " + path));
  }

  @Test
  void refusesTextThatACharsetLacks() {
    SourceText text = SourceText.parse("title: t\nlanguage: el\n---\nμίσθωση");

    assertThatThrownBy(() -> new PlainTextWriter(StandardCharsets.ISO_8859_1, "\n").write(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the text has characters that ISO-8859-1 lacks");
  }

  /**
   * What must be equal. Compressed bytes may differ between builds of zlib, so archives are
   * compared entry by entry and PDFs by their pages' text.
   */
  private static Object content(String path, byte[] file) throws IOException {
    if (path.endsWith(".pdf")) {
      return pages(file, path.contains("encrypted") ? SampleDocuments.PASSWORD : "");
    }
    if (path.endsWith(".eml")) {
      return mail(file);
    }
    if (path.matches(".*\\.(docx|odt|epub|pptx|xlsx|zip)")) {
      Map<String, List<Byte>> entries = new TreeMap<>();
      StableZip.of(file).entries().forEach((name, bytes) -> entries.put(name, list(bytes)));
      return entries;
    }
    return list(file);
  }

  private static List<String> pages(byte[] file, String password) throws IOException {
    List<String> pages = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(file, password)) {
      for (int page = 1; page <= document.getNumberOfPages(); page++) {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        pages.add(stripper.getText(document));
      }
    }
    return pages;
  }

  private static List<Object> mail(byte[] file) throws IOException {
    String mail = new String(file, StandardCharsets.US_ASCII);
    int attachment = mail.lastIndexOf("base64\r\n\r\n") + 10;
    int end = mail.indexOf("\r\n--", attachment);
    byte[] pdf = Base64.getMimeDecoder().decode(mail.substring(attachment, end));
    return List.of(mail.substring(0, attachment), pages(pdf, ""), mail.substring(end));
  }

  private static List<Byte> list(byte[] bytes) {
    List<Byte> list = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }

  private static Map<String, byte[]> committed() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(DOCUMENTS)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(
            DOCUMENTS.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
