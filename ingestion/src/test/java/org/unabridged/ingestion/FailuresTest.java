package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unabridged.ingestion.SampleFiles.utf8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unabridged.ingestion.ParseFailure.Category;

/** Every failure category, each by really failing, and that the next file is read after it. */
class FailuresTest {
  private static final String TEXT = "This Agreement is governed by the laws of Ruritania.";
  private static final Duration TIME_LIMIT = Duration.ofSeconds(100);
  private static final int OUTPUT_LIMIT = 20_000;

  private static final int TEMPORARY_MEGABYTES = 20;

  private static DocumentParser parser;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    parser =
        new DocumentParser(
            ParserConfiguration.defaults()
                .withTimeLimit(TIME_LIMIT)
                .withStallLimit(Duration.ofSeconds(8))
                .withHeapMegabytes(192)
                .withLimits(
                    ContentLimits.defaults()
                        .withTemporaryMegabytes(TEMPORARY_MEGABYTES)
                        .withOutputCharacters(OUTPUT_LIMIT)
                        .withEmbeddedDocuments(20)
                        .withEmbeddedDepth(2)
                        .withElementDepth(100)));
  }

  @AfterAll
  static void stop() {
    parser.close();
  }

  @Test
  void reportsAnEmptyFile() throws IOException {
    assertThat(failure("a.pdf", new byte[0]).category()).isEqualTo(Category.EMPTY_FILE);
  }

  @Test
  void reportsAnEncryptedPdf() throws IOException {
    ParseFailure failure = failure("a.pdf", SampleFiles.encryptedPdf(TEXT));

    assertThat(failure.category()).isEqualTo(Category.ENCRYPTED);
    assertThat(failure.message()).isEqualTo("is encrypted: remove the password and run again");
    assertThat(failure.mediaType()).isEqualTo("application/pdf");
  }

  @Test
  void reportsAnEncryptedDocx() throws IOException {
    assertThat(failure("a.docx", SampleFiles.encryptedDocx(TEXT)).category())
        .isEqualTo(Category.ENCRYPTED);
  }

  @Test
  void reportsAnEncryptedEntryOfAnArchive() throws IOException {
    ParsedFile parsed = parse("a.zip", SampleFiles.encryptedZip("terms.txt", utf8(TEXT)));

    assertThat(parsed.results())
        .filteredOn(ParseFailure.class::isInstance)
        .map(ParseFailure.class::cast)
        .anyMatch(failure -> failure.category() == Category.ENCRYPTED);
    assertThat(parsed.results())
        .noneMatch(result -> result instanceof Document document && !document.text().isEmpty());
  }

  @Test
  void reportsAPdfThatEndsEarly() throws IOException {
    byte[] pdf = SampleFiles.pdf(List.of(TEXT, TEXT));

    ParseFailure failure = failure("a.pdf", Arrays.copyOf(pdf, pdf.length - 40));

    assertThat(failure.category()).isEqualTo(Category.CORRUPT);
  }

  @Test
  void reportsADocxThatEndsEarly() throws IOException {
    byte[] docx = SampleFiles.docx(TEXT);

    assertThat(failure("a.docx", Arrays.copyOf(docx, docx.length * 3 / 4)).category())
        .isEqualTo(Category.CORRUPT);
  }

  @Test
  void reportsAnEpubThatEndsEarly() throws IOException {
    byte[] epub = SampleFiles.epub(Map.of("one", "<p>" + TEXT + "</p>"));

    assertThat(failure("a.epub", Arrays.copyOf(epub, epub.length - 30)).category())
        .isEqualTo(Category.CORRUPT);
  }

  @Test
  void reportsGarbageUnderAKnownName() throws IOException {
    byte[] garbage = new byte[4_000];
    new Random(7).nextBytes(garbage);

    assertThat(failure("a.docx", garbage).category()).isEqualTo(Category.CORRUPT);
  }

  @Test
  void reportsAnUnknownFormat() throws IOException {
    byte[] garbage = new byte[4_000];
    new Random(7).nextBytes(garbage);

    ParseFailure failure = failure("a", garbage);

    assertThat(failure.category()).isEqualTo(Category.UNSUPPORTED_FORMAT);
    assertThat(failure.message()).contains("save it as PDF, DOCX or text");
  }

  @Test
  void reportsAPdfOfImages() throws IOException {
    ParseFailure failure = failure("a.pdf", SampleFiles.imagePdf());

    assertThat(failure.category()).isEqualTo(Category.NO_TEXT);
    assertThat(failure.message()).contains("1 pages", "OCR");
  }

  @Test
  void reportsAPdfWithoutPages() throws IOException {
    ParseFailure failure = failure("a.pdf", SampleFiles.pdf(List.of()));

    assertThat(failure.category()).isEqualTo(Category.CORRUPT);
    assertThat(failure.message()).contains("no pages");
  }

  @Test
  void reportsAnImage() throws IOException {
    ParseFailure failure = failure("a.png", SampleFiles.png());

    assertThat(failure.category()).isEqualTo(Category.NO_TEXT);
    assertThat(failure.message()).contains("is an image");
  }

  @Test
  void reportsAnArchiveWithoutFiles() throws IOException {
    assertThat(failure("a.zip", SampleFiles.zip(Map.of())).category()).isEqualTo(Category.NO_TEXT);
  }

  @Test
  void reportsTextBeyondTheLimitInsteadOfCuttingIt() throws IOException {
    ParseFailure failure = failure("a.txt", utf8("word ".repeat(OUTPUT_LIMIT / 5 + 1)));

    assertThat(failure.category()).isEqualTo(Category.OUTPUT_LIMIT_EXCEEDED);
    assertThat(failure.message()).contains("limit of " + OUTPUT_LIMIT + " characters");
  }

  @Test
  void readsTextUpToTheLimit() throws IOException {
    ParsedFile parsed = parse("a.txt", utf8("w".repeat(OUTPUT_LIMIT)));

    assertThat(((Document) parsed.results().get(0)).text()).hasSize(OUTPUT_LIMIT);
  }

  @Test
  void countsTheTextOfAttachmentsTowardsTheLimit() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      entries.put(i + ".txt", utf8(i + "w".repeat(OUTPUT_LIMIT / 2)));
    }

    ParsedFile parsed = parse("a.zip", SampleFiles.zip(entries));

    assertThat(parsed.results())
        .anyMatch(
            result ->
                result instanceof ParseFailure failure
                    && failure.category() == Category.OUTPUT_LIMIT_EXCEEDED);
    assertThat(
            parsed.results().stream().filter(Document.class::isInstance).map(Document.class::cast))
        .allMatch(document -> document.text().length() <= OUTPUT_LIMIT / 2 + 1);
  }

  @Test
  void reportsTooManyEmbeddedDocuments() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 25; i++) {
      entries.put(i + ".txt", utf8(TEXT + i));
    }

    ParsedFile parsed = parse("a.zip", SampleFiles.zip(entries));

    ParseFailure failure = (ParseFailure) parsed.results().get(0);
    assertThat(failure.category()).isEqualTo(Category.EMBEDDED_LIMIT_EXCEEDED);
    assertThat(failure.message()).contains("limit of 20");
    assertThat(parsed.results()).filteredOn(Document.class::isInstance).hasSize(20);
  }

  @Test
  void reportsNestingBeyondTheLimit() throws IOException {
    byte[] nested = SampleFiles.zip(Map.of("deep.txt", utf8(TEXT)));
    for (int i = 0; i < 3; i++) {
      nested = SampleFiles.zip(Map.of("level" + i + ".zip", nested));
    }

    ParsedFile parsed = parse("a.zip", nested);

    ParseResult last = parsed.results().get(parsed.results().size() - 1);
    assertThat(last.embeddedPath()).isEqualTo("level2.zip/level1.zip/level0.zip");
    assertThat(((ParseFailure) last).category()).isEqualTo(Category.DEPTH_LIMIT_EXCEEDED);
    assertThat(((ParseFailure) last).message()).contains("nested deeper", "limit of 2");
  }

  @Test
  void reportsAnArchiveThatFillsTheDisk() throws IOException {
    byte[] bomb = SampleFiles.zip(Map.of("a.bin", new byte[20 * TEMPORARY_MEGABYTES << 20]));

    ParseFailure failure = (ParseFailure) parse("a.zip", bomb).results().get(0);

    assertThat(failure.category()).isEqualTo(Category.UNPACKED_LIMIT_EXCEEDED);
    assertThat(failure.message()).contains("limit of " + TEMPORARY_MEGABYTES + " MB");
    ParsedFile next = parse("b.txt", utf8(TEXT));
    assertThat(((Document) next.results().get(0)).text()).isEqualTo(TEXT);
  }

  @Test
  void reportsADocumentThatExpandsLikeABomb() throws IOException {
    try (DocumentParser roomy = new DocumentParser(ParserConfiguration.defaults())) {
      byte[] bomb = SampleFiles.odt("0".repeat(20_000_000));

      ParsedFile parsed = roomy.parse(Files.write(folder.resolve("a.odt"), bomb));

      assertThat(((ParseFailure) parsed.results().get(0)).category())
          .isEqualTo(Category.RATIO_LIMIT_EXCEEDED);
    }
  }

  @Test
  void reportsElementsNestedBeyondTheLimit() throws IOException {
    String nested = "<blockquote>".repeat(200) + TEXT + "</blockquote>".repeat(200);

    ParseFailure failure = failure("a.html", utf8("<html><body>" + nested + "</body></html>"));

    assertThat(failure.category()).isEqualTo(Category.NESTING_LIMIT_EXCEEDED);
    assertThat(failure.message()).contains("limit of 100");
  }

  @Test
  void reportsAFileThatIsTooLargeWithoutReadingIt() throws IOException {
    ParserConfiguration small =
        ParserConfiguration.defaults().withLimits(ContentLimits.defaults().withInputMegabytes(1));
    try (DocumentParser other = new DocumentParser(small)) {
      Path file = Files.write(folder.resolve("a.txt"), new byte[(1 << 20) + 1]);

      ParseFailure failure = (ParseFailure) other.parse(file).results().get(0);

      assertThat(failure.category()).isEqualTo(Category.SIZE_LIMIT_EXCEEDED);
      assertThat(failure.message()).contains("limit of 1 MB");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hang,PARSER_STALLED",
    "exit,PARSER_CRASH",
    "allocate,PARSER_OUT_OF_MEMORY",
    "overflow,PARSER_CRASH",
    "spawn,PARSER_CRASH",
    "connect,CORRUPT",
    "socket,CORRUPT",
    "channel,CORRUPT",
    "resolve,CORRUPT",
    "print,NO_TEXT",
    "leave threads,NO_TEXT"
  })
  void survivesAHostileFile(String order, Category category) throws IOException {
    ParseFailure failure = failure("a.bin", utf8(HostileDetector.MARK + order));

    assertThat(failure.category()).isEqualTo(category);
    assertThat(failure.category().retryable()).isEqualTo(category.name().startsWith("PARSER"));
    assertThat(failure.parseTime()).isLessThan(TIME_LIMIT);
    assertThat(failure.partial()).isNull();
    ParsedFile next = parse("b.txt", utf8(TEXT));
    assertThat(((Document) next.results().get(0)).text()).isEqualTo(TEXT);
  }

  @Test
  void endsThreadsThatAFileLeavesBehind() throws IOException {
    failure("a.bin", utf8(HostileDetector.MARK + "leave threads"));

    Document count =
        (Document) parse("b.bin", utf8(HostileDetector.MARK + "count")).results().get(0);
    assertThat(count.text()).isEqualTo("0 threads of strangers");
  }

  @Test
  void endsAParserThatGoesOnForEverAndKeepsWhatItRead() throws IOException {
    ParserConfiguration hasty =
        ParserConfiguration.defaults()
            .withTimeLimit(Duration.ofSeconds(5))
            .withStallLimit(TIME_LIMIT);
    try (DocumentParser other = new DocumentParser(hasty)) {
      Path file = Files.write(folder.resolve("a.bin"), utf8(HostileDetector.MARK + "chatter"));

      ParseFailure failure = (ParseFailure) other.parse(file).results().get(0);

      assertThat(failure.category()).isEqualTo(Category.PARSER_TIMEOUT);
      assertThat(failure.message()).contains("time limit (5 s)");
      PartialText partial = Objects.requireNonNull(failure.partial());
      assertThat(partial.text()).isEqualTo("The first page.\n\nThe second");
      assertThat(partial.pages())
          .containsExactly(
              new PageSpan(PageSpan.Kind.PAGE, 1, null, 0, 15),
              new PageSpan(PageSpan.Kind.PAGE, 2, null, 17, 27));
    }
  }

  @Test
  void keepsTheDocumentsBeforeTheOneThatStopsTheParser() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.txt", utf8(TEXT));
    entries.put("b.bin", utf8(HostileDetector.MARK + "page and hang"));
    entries.put("c.txt", utf8(TEXT + " Never reached."));

    ParsedFile parsed = parse("a.zip", SampleFiles.zip(entries));

    assertThat(parsed.retryable()).isTrue();
    assertThat(parsed.results())
        .extracting(ParseResult::embeddedPath)
        .containsExactly("", "a.txt", "b.bin");
    assertThat(parsed.results().get(0))
        .isInstanceOfSatisfying(
            ParseFailure.class,
            archive -> {
              assertThat(archive.category()).isEqualTo(Category.PARSER_STALLED);
              assertThat(archive.partial()).isNull();
            });
    assertThat(parsed.results().get(1))
        .isInstanceOfSatisfying(
            Document.class,
            document -> {
              assertThat(document.text()).isEqualTo(TEXT);
              assertThat(document.sizeBytes()).isEqualTo(TEXT.length());
            });
    assertThat(parsed.results().get(2))
        .isInstanceOfSatisfying(
            ParseFailure.class,
            stopped -> {
              assertThat(stopped.category()).isEqualTo(Category.PARSER_STALLED);
              assertThat(Objects.requireNonNull(stopped.partial()).text())
                  .isEqualTo("The first page.");
            });
  }

  @Test
  void reportsAParserThatDoesNotReturnFromADocumentThatHasEnded() throws IOException {
    ParseFailure failure = failure("a.bin", utf8(HostileDetector.MARK + "end and linger"));

    assertThat(failure.category()).isEqualTo(Category.PARSER_STALLED);
    assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("All of the text.");
  }

  @Test
  void replacesAProcessAfterItsShareOfFiles() throws IOException {
    ParserConfiguration brief =
        ParserConfiguration.defaults().withPool(ParserPool.defaults().withFilesPerProcess(2));
    try (DocumentParser other = new DocumentParser(brief)) {
      Path file = Files.write(folder.resolve("a.bin"), utf8(HostileDetector.MARK + "who"));

      List<String> processes = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        processes.add(((Document) other.parse(file).results().get(0)).text());
      }

      assertThat(processes.get(0)).isEqualTo(processes.get(1)).isNotEqualTo(processes.get(2));
      assertThat(processes.get(2)).isEqualTo(processes.get(3)).isNotEqualTo(processes.get(4));
    }
  }

  @Test
  void keepsTheRestOfAnArchiveWithABrokenFile() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.txt", utf8(TEXT));
    entries.put("b.pdf", SampleFiles.encryptedPdf(TEXT));
    entries.put("c.txt", utf8(TEXT + " Again."));

    ParsedFile parsed = parse("a.zip", SampleFiles.zip(entries));

    assertThat(parsed.results()).hasSize(4);
    assertThat(parsed.results().get(2).embeddedPath()).isEqualTo("b.pdf");
    assertThat(((ParseFailure) parsed.results().get(2)).category()).isEqualTo(Category.ENCRYPTED);
    assertThat(((Document) parsed.results().get(3)).text()).isEqualTo(TEXT + " Again.");
  }

  @Test
  void failsForAFileThatIsNotThere() {
    assertThatThrownBy(() -> parser.parse(folder.resolve("missing.pdf")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void tellsNothingOfTheContentInMessages() throws IOException {
    String secret = "Confidential-4711";

    ParseFailure failure = failure("a.xml", utf8("<r><" + secret + ">" + secret + "</r>"));

    assertThat(failure.category()).isEqualTo(Category.CORRUPT);
    assertThat(failure.message()).doesNotContain(secret);
  }

  private ParseFailure failure(String name, byte[] bytes) throws IOException {
    ParsedFile parsed = parse(name, bytes);
    assertThat(parsed.results()).hasSize(1);
    assertThat(parsed.results().get(0)).isInstanceOf(ParseFailure.class);
    return (ParseFailure) parsed.results().get(0);
  }

  private ParsedFile parse(String name, byte[] bytes) throws IOException {
    return parser.parse(Files.write(folder.resolve(name), bytes));
  }
}
