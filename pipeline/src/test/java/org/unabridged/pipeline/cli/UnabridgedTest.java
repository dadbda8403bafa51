package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.pipeline.state.OutputLock;
import org.unabridged.pipeline.testing.KeywordModel;
import org.unabridged.pipeline.testing.Tables;
import picocli.CommandLine;

class UnabridgedTest {
  /** The least that a PDF reader accepts: a catalogue with an empty page tree. */
  private static final String PDF_WITHOUT_PAGES =
      """
      %PDF-1.4
      1 0 obj
      << /Type /Catalog /Pages 2 0 R >>
      endobj
      2 0 obj
      << /Type /Pages /Kids [] /Count 0 >>
      endobj
      trailer
      << /Size 3 /Root 1 0 R >>
      %%EOF
      """;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path in;
  private Path results;

  @BeforeEach
  void makeFolders() throws IOException {
    in = Files.createDirectories(folder.resolve("in"));
    results = folder.resolve("results");
  }

  @Test
  void printsATableOfWhatWasDone() throws IOException {
    write("a.txt", "This Agreement is governed by the laws of Peru.");

    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains("Documents                  1 in 1 files")
        .contains("  failed                   none")
        .contains("  governing-law            1")
        .contains("Tokens                     9")
        .contains("Results                    " + results.resolve("runs"));
  }

  @Test
  void listsFailedDocumentsWithReasonAndAdvice() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    write("empty.txt", "");

    assertThat(run()).isEqualTo(3);
    assertThat(err.toString())
        .contains("Failed documents:")
        .contains(in.resolve("empty.txt").toUri().toString())
        .contains("  empty_file: 1 document. What to do: fetch the file again");
    assertThat(out.toString()).contains("  failed                   1  (empty_file 1)");
  }

  @Test
  void warnsOfQuestionsThatTheModelCannotAnswer() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    Path questions =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            name: own
            questions:
              - {id: governing-law, title: Governing law, question: Which law, type: span}
              - {id: dress-code, title: Dress code, question: Is there one, type: yes_no}
            """);

    assertThat(run("--questions", questions.toString())).isZero();
    assertThat(err.toString())
        .contains("Warning: the model cannot answer dress-code")
        .contains("not_supported");
    assertThat(
            Tables.query(
                results.resolve("latest").toRealPath(),
                "SELECT question_id, state FROM {answers} ORDER BY 1"))
        .containsExactly("dress-code|not_supported", "governing-law|found");
  }

  @Test
  void canBeRepeatedFromWhatItSaysOfItself() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    write("${b}.txt", "text that is longer than a limit of forty characters");
    Path questions =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            name: own
            questions:
              - id: governing-law
                title: Governing law
                question: Which law
                type: span
                guidance: Not the venue.
                risk: {when: absent, level: low, note: None.}
              - {id: dress-code, title: Dress code, question: Is there one, type: yes_no}
            """);
    Path config =
        Files.writeString(
            folder.resolve("nightly.yaml"),
            """
            questions: ${OWN:-own.yaml}
            max-characters: 40
            webhook: http://localhost:1/s3cret
            endpoint: http://somebody:s3cret@localhost:1/v1?key=s3cret
            """);
    assertThat(run("--config", config.toString(), "--format", "both")).isEqualTo(3);
    Path first = results.resolve("latest").toRealPath();
    JsonMapper json = JsonMapper.builder().build();
    JsonNode facts = json.readTree(first.resolve("run.json").toFile());
    assertThat(facts.toString()).doesNotContain("s3cret");
    Files.delete(config);

    Path again = folder.resolve("elsewhere/again.yaml");
    Files.createDirectories(again.getParent());
    json.writeValue(again.toFile(), facts.get("settings"));
    json.writeValue(questions.toFile(), facts.get("questions"));
    Path other = folder.resolve("other");
    assertThat(execute("run", "--config", again.toString(), "-o", other.toString())).isEqualTo(3);

    Path second = other.resolve("latest").toRealPath();
    assertThat(second.resolve("arrow/answers")).isDirectoryContaining("glob:**.arrow");
    JsonNode repeated = json.readTree(second.resolve("run.json").toFile());
    assertThat(without(repeated.get("configuration"), "inputs"))
        .isEqualTo(without(facts.get("configuration"), "inputs"));
    for (String sql :
        List.of(
            "SELECT uri, status, failure_category FROM {documents} ORDER BY 1",
            "SELECT document_id, question_id, state, risk FROM {answers} ORDER BY 1, 2",
            "SELECT clause_id, quote FROM {clauses} ORDER BY 1")) {
      assertThat(Tables.query(second, sql)).isEqualTo(Tables.query(first, sql)).isNotEmpty();
    }
  }

  private static JsonNode without(JsonNode object, String field) {
    return ((ObjectNode) object.deepCopy()).without(field);
  }

  @Test
  void refusesAQuestionOfUnknownType() throws IOException {
    write("a.txt", "text");
    Path questions =
        Files.writeString(
            folder.resolve("own.yaml"),
            "{name: own, questions: [{id: q, title: Q, question: Q, type: essay}]}");

    assertThat(run("--questions", questions.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("must be one of", "yes_no", "not 'essay'");
  }

  @Test
  void refusesAnUnknownFlagAndNamesTheClosest() {
    assertThat(run("--group-bye", "folder")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: '--group-bye'", "--group-by");
  }

  @Test
  void refusesAnUnknownValueFromTheEnvironment() throws IOException {
    write("a.txt", "text");
    environment.put("UNABRIDGED_FORMAT", "csv");

    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "environment variable UNABRIDGED_FORMAT: must be one of parquet, arrow, both, not"
                + " 'csv'");
  }

  @Test
  void checksAConfiguration() throws IOException {
    Path good = Files.writeString(folder.resolve("good.yaml"), "threads: ${THREADS:-2}\n");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "output: out\nthreads: lots\n");

    assertThat(execute("config", "check", good.toString())).isZero();
    assertThat(out.toString())
        .contains("threads: 2 (" + good + ":1: 'threads')")
        .contains(" is valid.");
    assertThat(execute("config", "check", bad.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("unabridged: " + bad + ":2: 'threads': must be a whole number from 1 to 1024");
  }

  @Test
  void printsTheSchemaOfAConfiguration() {
    assertThat(execute("config", "schema")).isZero();
    assertThat(out.toString()).contains("\"group-by\"").contains("additionalProperties");
  }

  @Test
  void takesSettingsFromAFile() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    Path config =
        Files.writeString(folder.resolve("nightly.yaml"), "output: results\nmodel: keyword\n");

    assertThat(execute("run", in.toString(), "--config", config.toString())).isZero();
    assertThat(results.resolve("latest/run.json")).exists();
  }

  @Test
  void refusesAMissingFolder() {
    assertThat(execute("run", folder.resolve("nowhere").toString(), "-o", results.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains(folder.resolve("nowhere").toString());
    assertThat(results).doesNotExist();
  }

  @Test
  void refusesAnEmptyFolder() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("no files in", in.toString());
  }

  @Test
  void needsAnOutputFolder() throws IOException {
    write("a.txt", "text");
    assertThat(execute("run", in.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("no output folder: give one with -o");
  }

  @Test
  void refusesAnOutputFolderThatCannotBeWritten() throws IOException {
    write("a.txt", "text");
    Files.writeString(results, "a file");

    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains("cannot write to the output folder " + results)
        .contains("choose another folder with -o");
  }

  @Test
  void refusesAnOutputFolderWithoutPermission() throws IOException {
    write("a.txt", "text");
    Files.createDirectories(
        results,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    assumeThat(Files.isWritable(results)).as("who runs this may write anywhere").isFalse();

    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("permission denied", "choose another folder with -o");
  }

  @Test
  void refusesASecondRunIntoTheSameFolder() throws IOException {
    write("a.txt", "text");
    Files.createDirectories(results);
    try (OutputLock held = OutputLock.acquire(results, "the-other-run")) {
      assertThat(run()).isEqualTo(1);
    }
    assertThat(err.toString()).contains("another run is writing to " + results, "the-other-run");
  }

  @Test
  void reportsAFileThatCannotBeRead() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    Path secret = write("secret.txt", "text");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(secret)).as("who runs this may read anything").isFalse();

    assertThat(run()).isEqualTo(3);
    assertThat(err.toString()).contains("secret.txt", "unreadable: ", "permissions");
  }

  @Test
  void readsAFileWhateverItsExtension() throws IOException {
    write("contract.pdf", "This plain text is governed by the laws of Peru.");

    assertThat(run()).isZero();
    assertThat(out.toString()).contains("  governing-law            1");
  }

  @Test
  void reportsAPdfWithoutPages() throws IOException {
    write("blank.pdf", PDF_WITHOUT_PAGES);

    assertThat(run()).isEqualTo(3);
    assertThat(err.toString()).contains("blank.pdf").containsPattern("(no_text|corrupt): ");
  }

  @Test
  void reportsAnEncryptedPdf() throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      document.protect(
          new StandardProtectionPolicy("owner's password", "user's", new AccessPermission()));
      document.save(in.resolve("encrypted.pdf").toFile());
    }

    assertThat(run()).isEqualTo(3);
    assertThat(err.toString()).contains("encrypted: 1 document. What to do: remove the password");
  }

  @Test
  void failsLoudlyOnABugAndKeepsWhatWasFinished() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    KeywordModel.atEachContext(
        () -> {
          throw new IllegalStateException("a planted bug");
        });
    try {
      assertThat(run()).isEqualTo(1);
    } finally {
      KeywordModel.atEachContext(() -> {});
    }
    assertThat(err.toString())
        .as("the message is the end of the log, not lost above a stack trace")
        .containsPattern(
            "unabridged: the run failed: .*: inference of context .*\\n"
                + "unabridged: because of .*: a planted bug\\n"
                + "Finished work is kept.*\\n$");
    assertThat(results.resolve("latest")).doesNotExist();
    assertThat(results.resolve("runs")).isEmptyDirectory();
    assertThat(run()).isZero();
  }

  @Test
  void writesTheReportOfARunAgain() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    assertThat(run()).isZero();
    Path committed = results.resolve("latest/report.html");
    Path again = folder.resolve("again.html");

    assertThat(execute("report", results.toString(), "-o", again.toString())).isZero();
    assertThat(out.toString()).contains(again.toString());
    assertThat(again).hasSameTextualContentAs(committed);
  }

  @Test
  void refusesToReportWhereThereIsNoRun() {
    assertThat(execute("report", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no finished run in " + folder);
  }

  @Test
  void showsADocument() throws IOException {
    write("supply-agreement.txt", "Hello. This Agreement is governed by the laws of Peru. Bye.");
    assertThat(run()).isZero();

    assertThat(show("supply-agreement.txt")).isZero();
    assertThat(out.toString())
        .contains("supply-agreement.txt")
        .contains("Abstract (composed)")
        .contains("Governing Law: Peru")
        .contains("  0.90:")
        .contains("Hello. This Agreement is \u201Cgoverned by the laws of Peru\u201D. Bye.")
        .contains("Absent: Cap On Liability")
        .doesNotContain("\u001B");
    assertThat(out.toString().lines())
        .allMatch(line -> line.length() <= 80 || line.startsWith("file:"));
  }

  @Test
  void keepsTextsFromSteeringTheTerminal() throws IOException {
    write("a.txt", "See \u001B[2J\u001B]0;owned\u0007 governed by the laws of Peru\u202E. Bye.");
    assertThat(run()).isZero();

    assertThat(show("a.txt")).isZero();
    assertThat(out.toString())
        .contains("governed by the laws of Peru")
        .doesNotContain("\u001B", "\u0007", "\u202E");
  }

  @Test
  void showsWhatChangedSinceTheRunBefore() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    assertThat(run()).isZero();
    assertThat(show("a.txt", "--diff")).isEqualTo(2);
    assertThat(err.toString()).contains("--diff: there is no run before");

    write("a.txt", "governed by the laws of Chile.");
    write("b.txt", "governed by the laws of Fiji.");
    assertThat(run()).isZero();
    assertThat(show("a.txt", "--diff")).isZero();
    assertThat(out.toString())
        .contains("~ the file has other bytes")
        .contains("- found: Peru")
        .contains("+ found: Chile")
        .contains("  + 0.90: \u201Cgoverned by the laws of Chile\u201D")
        .doesNotContain("\u001B");
    assertThat(show("b.txt", "--diff")).isZero();
    assertThat(out.toString()).contains("+ the document is new");

    assertThat(run()).isZero();
    assertThat(show("a.txt", "--diff")).isZero();
    assertThat(out.toString()).contains("No answer changed.");
  }

  @Test
  void exportsATable() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    assertThat(run()).isZero();
    out.getBuffer().setLength(0);

    assertThat(execute("export", results.toString(), "clauses")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("run_id,clause_id,document_id,"))
        .anyMatch(line -> line.contains(",governing-law,governed by the laws of Peru,Peru,0,"));
    Path file = folder.resolve("clauses.jsonl");
    assertThat(
            execute("export", results.toString(), "clauses", "--format", "jsonl", "-o", file + ""))
        .isZero();
    assertThat(file).content().startsWith("{\"run_id\":\"").contains("\"value\":\"Peru\"");
  }

  @Test
  void saysWhatCanBeExported() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    assertThat(run()).isZero();

    assertThat(execute("export", results.toString(), "claims")).isEqualTo(2);
    assertThat(err.toString())
        .contains("TABLE: must be one of documents, texts, answers, clauses,")
        .contains("not 'claims'");
    assertThat(execute("export", results.toString(), "clauses", "-o", in.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("-o: cannot write to " + in);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A.TXT", "in/a.txt"})
  void findsADocumentByNameAndEndOfItsAddress(String name) throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    write("b/b.txt", "governed by the laws of Chile.");
    assertThat(run()).isZero();

    assertThat(show(name, "--type", "governing-law")).isZero();
    assertThat(out.toString()).contains("Peru").doesNotContain("Chile");
  }

  @Test
  void findsADocumentByTheStartOfItsIdAndPrintsJson() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    assertThat(run()).isZero();
    String id =
        Tables.query(results.resolve("latest").toRealPath(), "SELECT document_id FROM {documents}")
            .get(0);

    assertThat(show(id.substring(0, 8), "--json")).isZero();
    assertThat(out.toString())
        .contains("\"document_id\" : \"" + id + "\"", "\"match_tier\" : \"exact\"");
  }

  @Test
  void saysWhichDocumentsThereAre() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    write("b.txt", "governed by the laws of Chile.");
    assertThat(run()).isZero();

    assertThat(show("c.txt")).isEqualTo(2);
    assertThat(err.toString()).contains("no document is called 'c.txt'", "/a.txt", "/b.txt");
    assertThat(show("a.txt", "--type", "dress-code")).isEqualTo(2);
    assertThat(err.toString()).contains("'dress-code' was not asked in this run; asked: ");
  }

  @Test
  void saysThatThereIsNoRunToShow() {
    assertThat(show("a.txt")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no finished run in " + results);
  }

  @Test
  void listsModels() {
    assertThat(execute("models")).isZero();
    assertThat(out.toString()).contains("clause-moe", "keyword", "2,000 tokens", "made for");
  }

  @Test
  void saysWhatIsWrongWithAModelFile() throws Exception {
    assertThat(execute("models", "qwen3.5:/no/such/model.gguf")).isEqualTo(2);
    assertThat(err.toString()).contains("no model file at", "/no/such/model.gguf");
    assertThat(execute("models", "--measure")).isEqualTo(2);
    assertThat(err.toString()).contains("--measure needs a FILE");
    assertThat(execute("models", "--kv-cache", "q4_0", "some.gguf")).isEqualTo(2);
    assertThat(err.toString()).contains("--kv-cache", "must be f16 or q8_0, not 'q4_0'");
    assertThat(execute("models", "--kv-cache", "q8_0", "none.gguf")).isEqualTo(2);
    assertThat(err.toString()).contains("no model file at none.gguf");
  }

  @Test
  void saysItsVersion() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).startsWith("unabridged 0.").contains("Java ");
  }

  @Test
  void explainsItself() {
    assertThat(execute("help", "run")).isZero();
    assertThat(out.toString()).contains("--group-by", "Exit codes:", "UNABRIDGED_GROUP_BY");
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required subcommand");
  }

  private int run(String... more) {
    String[] arguments = new String[more.length + 6];
    System.arraycopy(
        new String[] {"run", in.toString(), "-o", results.toString(), "--model", "keyword"},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return execute(arguments);
  }

  private int show(String document, String... more) {
    out.getBuffer().setLength(0);
    String[] arguments = new String[more.length + 3];
    arguments[0] = "show";
    arguments[1] = results.toString();
    arguments[2] = document;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return execute(arguments);
  }

  private int execute(String... arguments) {
    Terminal terminal = new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 80);
    CommandLine command = Unabridged.commandLine(environment, terminal);
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private Path write(String name, String text) throws IOException {
    Path file = in.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
