package org.unabridged.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.pipeline.admission.AdmissionPolicy;
import org.unabridged.pipeline.admission.Explanation;
import org.unabridged.pipeline.admission.Retry;
import org.unabridged.pipeline.rows.FailureCategory;
import org.unabridged.pipeline.testing.KeywordModel;
import org.unabridged.pipeline.testing.KeywordModelProvider;
import org.unabridged.pipeline.testing.Tables;

/** Runs that follow each other over the same folder, and do not do everything. */
class NightTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private final List<String> explained = new ArrayList<>();
  private Path in;

  @BeforeEach
  void makeFolder() throws IOException {
    in = Files.createDirectories(folder.resolve("in"));
  }

  @Test
  void leavesWhatIsTooMuchAndBeginsWithItNextTime() throws IOException {
    write("a-long.txt", "governed by the laws of Chile. " + "And so on. ".repeat(20));
    write("b.txt", "governed by the laws of Peru.");
    write("c-copy-of-b.txt", "governed by the laws of Peru.");
    AdmissionPolicy one = AdmissionPolicy.unlimited().withMaxDocuments(1);

    RunReport first = run(one);

    assertThat(statuses(first))
        .containsExactly(
            "a-long.txt|budget_exhausted", "b.txt|null", "c-copy-of-b.txt|budget_exhausted");
    assertThat(first.left()).isEqualTo(2);
    assertThat(
            query(
                first, "SELECT failure_message, document_id IS NOT NULL FROM {documents} LIMIT 1"))
        .containsExactly("not read: this run takes on 1 documents at most|true");
    assertThat(query(first, "SELECT state, count(*) FROM {answers} GROUP BY 1 ORDER BY 1"))
        .as("the copy has the answers of what was read")
        .containsExactly("absent|1", "failed|41", "found|1", "not_supported|39");

    write("d.txt", "governed by the laws of Ghana.");
    int before = KeywordModel.predictions();
    RunReport second = run(one);

    assertThat(KeywordModel.predictions() - before).isEqualTo(1);
    assertThat(statuses(second))
        .as(
            "the copy is finished with its twin; the long one was left over, so the short one"
                + " waits")
        .containsExactly(
            "a-long.txt|null", "b.txt|null", "c-copy-of-b.txt|null", "d.txt|budget_exhausted");
    assertThat(explained)
        .contains(
            "a-long.txt PARSED the last run left it over",
            "c-copy-of-b.txt KEPT unchanged",
            "d.txt LEFT this run takes on 1 documents at most; it is not in the last finished run");
  }

  @Test
  void retriesOnlyWhatFailed() throws IOException {
    write("good.txt", "governed by the laws of Chile.");
    write("refused.txt", KeywordModel.REFUSED);
    RunReport first = run(AdmissionPolicy.unlimited());
    assertThat(first.failures()).isEqualTo(Map.of(FailureCategory.MODEL_REFUSED, 1L));
    write("new.txt", "governed by the laws of Peru.");
    int before = KeywordModel.predictions();

    RunReport retried = run(AdmissionPolicy.unlimited().withRetry(Retry.FAILED));

    assertThat(KeywordModel.predictions() - before).isEqualTo(1);
    assertThat(statuses(retried))
        .containsExactly("good.txt|null", "new.txt|budget_exhausted", "refused.txt|model_refused");
    assertThat(explained)
        .contains(
            "refused.txt INFERRED it failed in the last run (model_refused)",
            "good.txt KEPT unchanged");
  }

  @Test
  void beginsNothingAfterTheDeadlineAndKeepsWhatIsFinished() throws IOException {
    write("a.txt", "governed by the laws of Chile.");
    run(AdmissionPolicy.unlimited());
    write("b.txt", "governed by the laws of Peru.");
    int before = KeywordModel.predictions();

    RunReport late = run(AdmissionPolicy.unlimited().withDeadline(Instant.now().minusSeconds(1)));

    assertThat(KeywordModel.predictions() - before).isZero();
    assertThat(statuses(late)).containsExactly("a.txt|null", "b.txt|budget_exhausted");
    assertThat(query(late, "SELECT failure_message FROM {documents} WHERE name = 'b.txt'").get(0))
        .startsWith("not read: the deadline at ");
    assertThat(query(late, "SELECT value FROM {clauses}")).containsExactly("Chile");
  }

  @Test
  void saysWhyEachFileIsDoneAgain() throws IOException {
    write("changed.txt", "governed by the laws of Chile.");
    write("same.txt", "governed by the laws of Peru.");
    write("moved.txt", "governed by the laws of Ghana.");
    run(AdmissionPolicy.unlimited());
    write("changed.txt", "governed by the laws of Malta.");
    Files.move(in.resolve("moved.txt"), in.resolve("elsewhere.txt"));
    explained.clear();

    run(AdmissionPolicy.unlimited());

    assertThat(explained)
        .containsExactly(
            "changed.txt PARSED its bytes changed",
            "elsewhere.txt KEPT an earlier run, or the same bytes at another place, finished it",
            "same.txt KEPT unchanged");
  }

  private RunReport run(AdmissionPolicy policy) {
    RunRequest request =
        RunRequest.of(List.of(in.toString()), folder.resolve("out"))
            .withModel(KeywordModelProvider.NAME)
            .withRuntime(RuntimeOptions.defaults().withThreads(1))
            .withAdmission(policy);
    try (Machinery machinery = Machinery.start(request)) {
      return Run.explained(request, this::explain).execute(machinery, Run.discover(request));
    }
  }

  private void explain(Explanation explanation) {
    String name = explanation.uri().substring(explanation.uri().lastIndexOf('/') + 1);
    explained.add(name + " " + explanation.decision() + " " + explanation.reason());
  }

  private static List<String> statuses(RunReport report) {
    return query(report, "SELECT name, failure_category FROM {documents} ORDER BY uri");
  }

  private static List<String> query(RunReport report, String sql) {
    return Tables.query(report.folder(), sql);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(in.resolve(name), text);
  }
}
