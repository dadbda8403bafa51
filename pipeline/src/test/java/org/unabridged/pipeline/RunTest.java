package org.unabridged.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.outputs.Format;
import org.unabridged.pipeline.rows.FailureCategory;
import org.unabridged.pipeline.rows.RunFacts;
import org.unabridged.pipeline.state.OutputLock;
import org.unabridged.pipeline.state.OutputLockedException;
import org.unabridged.pipeline.state.RunProgress;
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.testing.KeywordModel;
import org.unabridged.pipeline.testing.KeywordModelProvider;
import org.unabridged.pipeline.testing.Tables;

class RunTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private Path in;
  private Path out;

  @BeforeEach
  void makeFolders() throws IOException {
    in = Files.createDirectories(folder.resolve("in"));
    out = folder.resolve("out");
  }

  @Test
  void writesEveryTable() throws IOException {
    write(
        "a.txt", "Supply Agreement \uD83D\uDCDC This Agreement is governed by the laws of France.");
    write("b.txt", "The liability of either party shall not exceed 500 euros. No more.");

    RunReport report = run(request());

    assertThat(report.documents()).isEqualTo(2);
    assertThat(report.failed()).isZero();
    assertThat(report.clauses()).isEqualTo(Map.of("cap-on-liability", 1L, "governing-law", 1L));
    assertThat(
            query(
                report, "SELECT name, status, language IS NOT NULL FROM {documents} ORDER BY uri"))
        .containsExactly("a.txt|ok|true", "b.txt|ok|true");
    assertThat(
            query(report, "SELECT question_id, quote, value, match_tier FROM {clauses} ORDER BY 1"))
        .containsExactly(
            "cap-on-liability|liability of either party shall not exceed 500 euros|500 euros|exact",
            "governing-law|governed by the laws of France|France|exact");
    assertThat(query(report, "SELECT count(*), count(DISTINCT question_id) FROM {answers}"))
        .containsExactly("82|41");
    assertThat(query(report, "SELECT state, count(*) FROM {answers} GROUP BY 1 ORDER BY 1"))
        .containsExactly("absent|2", "found|2", "not_supported|78");
    assertThat(query(report, "SELECT coverage_ok, model, count(*) FROM {contexts} GROUP BY ALL"))
        .containsExactly("true|keyword|2");
    assertThat(
            query(
                report,
                "SELECT count(*) FROM (SELECT unnest(s.support).clause_id id FROM (SELECT"
                    + " unnest(sentences) s FROM {summaries})) JOIN {clauses} ON id = clause_id"))
        .containsExactly("2");
    assertThat(Tables.misplacedClauses(report.folder())).isEqualTo("0");
    assertThat(out.resolve("latest").toRealPath()).isEqualTo(report.folder().toRealPath());
    assertThat(report.folder().resolve("run.json")).content().contains("\"documents\" : 2");
    assertThat(report.folder().resolve("report.html")).content().contains("id=\"content-1\"");
    assertThat(report.folder().resolve("views.sql")).content().contains("VIEW clauses");
  }

  @Test
  void saysHowToGetTheReportThatItLeavesOut() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    write("b.txt", "governed by the laws of Chile.");
    RunRequest request = request();
    try (Machinery machinery = Machinery.start(request)) {
      RunReport report =
          Run.of(request, new ReportLimit(1)).execute(machinery, Run.discover(request));

      String reason = "more than 1 documents; 'unabridged report " + out + "' writes it";
      assertThat(report.noReport()).contains(reason);
      assertThat(report.folder().resolve("report.html")).doesNotExist();
      assertThat(report.folder().resolve("run.json")).content().contains(reason);
      assertThat(Run.of(request, new ReportLimit(2)).execute(machinery, Run.discover(request)))
          .satisfies(again -> assertThat(again.noReport()).isNull())
          .satisfies(again -> assertThat(again.folder().resolve("report.html")).exists());
    }
  }

  @Test
  void reportsDuplicatesTwiceAndInfersThemOnce() throws IOException {
    write("one/a.txt", "governed by the laws of Peru.");
    write("two/b.txt", "governed by the laws of Peru.");
    int before = KeywordModel.predictions();

    RunReport report = run(request());

    assertThat(KeywordModel.predictions() - before).isEqualTo(1);
    assertThat(query(report, "SELECT count(*), count(DISTINCT document_id) FROM {documents}"))
        .containsExactly("2|1");
    for (String table : List.of("texts", "clauses", "summaries", "contexts")) {
      assertThat(query(report, "SELECT count(*) FROM {" + table + "}"))
          .as(table)
          .containsExactly("1");
    }
    assertThat(query(report, "SELECT count(*) FROM {answers}")).containsExactly("41");
  }

  @Test
  void givesFailuresTheirRowsAndAnswers() throws IOException {
    write("good.txt", "governed by the laws of Chile.");
    write("empty.txt", "");
    write("long.txt", "word ".repeat(3_000));
    write("refused.txt", "This is " + KeywordModel.REFUSED + " text.");

    RunReport report = run(request());

    assertThat(report.failures())
        .isEqualTo(
            Map.of(
                FailureCategory.EMPTY_FILE, 1L,
                FailureCategory.CONTEXT_OVERFLOW, 1L,
                FailureCategory.MODEL_REFUSED, 1L));
    assertThat(report.failedDocuments()).hasSize(3);
    assertThat(query(report, "SELECT name, failure_category FROM {documents} ORDER BY uri"))
        .containsExactly(
            "empty.txt|empty_file",
            "good.txt|null",
            "long.txt|context_overflow",
            "refused.txt|model_refused");
    assertThat(
            query(report, "SELECT failure_message FROM {documents} WHERE name = 'long.txt'").get(0))
        .contains("3000 tokens", "2000");
    assertThat(query(report, "SELECT state, count(*) FROM {answers} GROUP BY 1 ORDER BY 1"))
        .containsExactly("absent|1", "failed|123", "found|1", "not_supported|39");
    assertThat(query(report, "SELECT status, count(*) FROM {contexts} GROUP BY 1 ORDER BY 1"))
        .containsExactly("failed|2", "ok|1");
  }

  @Test
  void doesFinishedWorkOnlyOnceAndFailedWorkAgain() throws IOException {
    write("a.txt", "governed by the laws of Chile.");
    write("b.txt", "governed by the laws of Ghana.");
    write("refused.txt", KeywordModel.REFUSED);
    RunReport first = run(request());
    int before = KeywordModel.predictions();

    RunReport second = run(request());

    assertThat(KeywordModel.predictions() - before).as("only the failed one").isEqualTo(1);
    assertThat(second.contextsReused()).isEqualTo(2);
    assertThat(Tables.contents(second.folder())).isEqualTo(Tables.contents(first.folder()));
    assertThat(
            query(
                second,
                "SELECT parse_seconds, inference_seconds FROM {documents} WHERE status = 'ok'"))
        .isEqualTo(
            query(
                first,
                "SELECT parse_seconds, inference_seconds FROM {documents} WHERE status = 'ok'"));
  }

  @Test
  void readsAFolderInOneContext() throws IOException {
    write("deal/1-agreement.txt", "governed by the laws of Chile.");
    write("deal/2-amendment.txt", "now governed by the laws of Ghana.");
    write("other/agreement.txt", "governed by the laws of Peru.");
    write("other/copy.txt", "governed by the laws of Peru.");

    RunReport report = run(request().withGrouping(Grouping.FOLDER));

    assertThat(
            query(
                report, "SELECT len(document_ids), count(*) FROM {contexts} GROUP BY 1 ORDER BY 1"))
        .containsExactly("1|1", "2|1");
    assertThat(
            query(
                report,
                "SELECT d.name, c.value FROM {clauses} c JOIN {documents} d USING (document_id)"
                    + " ORDER BY d.uri"))
        .containsExactly(
            "1-agreement.txt|Chile",
            "2-amendment.txt|Ghana",
            "agreement.txt|Peru",
            "copy.txt|Peru");
    assertThat(query(report, "SELECT count(*) FROM {answers}")).containsExactly("123");
    assertThat(Tables.misplacedClauses(report.folder())).isEqualTo("0");
  }

  @Test
  void readsDocumentsInsideArchives() throws IOException {
    Path archive = in.resolve("deal.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("terms/agreement.txt"));
      zip.write("governed by the laws of Chile.".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    write("agreement.txt", "governed by the laws of Chile.");

    RunReport report = run(request());

    assertThat(
            query(
                report,
                "SELECT replace(uri, regexp_extract(uri, '.*/in/'), ''), parent_id IS NULL,"
                    + " context_id IS NULL FROM {documents} ORDER BY uri"))
        .containsExactly(
            "agreement.txt|true|false",
            "deal.zip|true|true",
            "deal.zip!/terms/agreement.txt|false|false");
    assertThat(query(report, "SELECT count(*) FROM {contexts}")).containsExactly("1");
    assertThat(query(report, "SELECT state, count(*) FROM {answers} GROUP BY 1 ORDER BY 1"))
        .containsExactly("absent|1", "found|1", "not_asked|41", "not_supported|39");
  }

  @Test
  void infersTheFirstDocumentsWhileTheLastAreStillToBeRead() throws IOException {
    int files = 24;
    for (int i = 0; i < files; i++) {
      write(i + ".txt", "Agreement " + i + " is governed by the laws of Peru.");
    }
    List<Long> readAtEachContext = Collections.synchronizedList(new ArrayList<>());
    Run run = Run.of(request());
    KeywordModel.atEachContext(
        () -> readAtEachContext.add(RunProgress.of(run.runId()).snapshot().filesRead()));
    try (Machinery machinery = Machinery.start(request())) {
      run.execute(machinery, Run.discover(request()));
    } finally {
      KeywordModel.atEachContext(() -> {});
    }

    assertThat(readAtEachContext).hasSize(files);
    assertThat(readAtEachContext.get(0))
        .as("read before the first inference")
        .isLessThan(files / 2);
  }

  @Test
  void holdsUnderTheChecksOfTheRunner() throws IOException {
    write("a.txt", "governed by the laws of Peru.");
    write("b.txt", "governed by the laws of Chile.");
    List<InputFile> inputs = Run.discover(request());
    RunState state =
        RunState.open(out.resolve(".state"), out.resolve(".state"), "checked", "parser", "model");
    RunFacts facts =
        new RunFacts("checked", KeywordModelProvider.NAME, "rules", "1", QuestionSet.cuad());
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=3").create();
    Pipeline pipeline = Pipeline.create(options);
    new UnabridgedPipeline(
            ParserConfiguration.defaults(),
            Grouping.DOCUMENT,
            KeywordModelProvider.NAME,
            RuntimeOptions.defaults(),
            facts,
            state,
            EnumSet.of(Format.PARQUET),
            Files.createDirectories(out.resolve("tables")))
        .over(
            ReleaseInputs.of(
                Survey.of(inputs, Grouping.DOCUMENT, state, 1), inputs.size(), "checked", 3),
            SettledReferences.none(),
            pipeline);
    pipeline.run().waitUntilFinish();

    assertThat(Tables.query(out.resolve("tables"), "SELECT value FROM {clauses} ORDER BY 1"))
        .containsExactly("Chile", "Peru");
  }

  @Test
  void writesArrowToo() throws IOException {
    write("a.txt", "governed by the laws of Chile.");

    RunReport report = run(request().withFormats(EnumSet.allOf(Format.class)));

    assertThat(report.folder().resolve("arrow/clauses")).isDirectoryContaining("glob:**.arrow");
    assertThat(query(report, "SELECT count(*) FROM {clauses}")).containsExactly("1");
  }

  @Test
  void givesAFileThatVanishedItsRow() throws IOException {
    write("a.txt", "governed by the laws of Chile.");
    write("b.txt", "governed by the laws of Peru.");
    List<InputFile> inputs = Run.discover(request());
    Files.delete(in.resolve("b.txt"));

    RunReport report;
    try (Machinery machinery = Machinery.start(request())) {
      report = Run.of(request()).execute(machinery, inputs);
    }

    assertThat(
            query(
                report,
                "SELECT name, document_id IS NULL, status, failure_category FROM {documents}"
                    + " ORDER BY uri"))
        .containsExactly("a.txt|false|ok|null", "b.txt|true|failed|unreadable");
    assertThat(report.failures()).isEqualTo(Map.of(FailureCategory.UNREADABLE, 1L));
  }

  @Test
  void keepsTwoRunsApart() throws IOException {
    write("a.txt", "governed by the laws of Chile.");
    Files.createDirectories(out);
    try (OutputLock held = OutputLock.acquire(out, "the-other-run")) {
      assertThatThrownBy(() -> run(request()))
          .isInstanceOf(OutputLockedException.class)
          .hasMessageContaining("another run is writing to")
          .hasMessageContaining("the-other-run");
    }
    assertThat(run(request()).documents()).isEqualTo(1);
  }

  @Test
  void leavesNothingBehindWhenTheOutputIsAFile() throws IOException {
    write("a.txt", "text");
    Files.writeString(out, "in the way");

    assertThatThrownBy(() -> run(request()))
        .isInstanceOf(UnusableOutputException.class)
        .hasMessageContaining("there is a file of that name")
        .hasMessageContaining("choose another folder with -o");
  }

  private RunRequest request() {
    return RunRequest.of(List.of(in.toString()), out)
        .withModel(KeywordModelProvider.NAME)
        .withRuntime(RuntimeOptions.defaults().withThreads(2));
  }

  private static RunReport run(RunRequest request) {
    try (Machinery machinery = Machinery.start(request)) {
      return Run.of(request).execute(machinery, Run.discover(request));
    }
  }

  private static List<String> query(RunReport report, String sql) {
    return Tables.query(report.folder(), sql);
  }

  private void write(String name, String text) throws IOException {
    Path file = in.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
