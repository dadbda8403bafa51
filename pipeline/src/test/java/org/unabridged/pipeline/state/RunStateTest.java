package org.unabridged.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.Part;
import org.unabridged.inference.PredictionResult;
import org.unabridged.ingestion.Document;
import org.unabridged.ingestion.LanguageShare;
import org.unabridged.ingestion.PageSpan;
import org.unabridged.ingestion.ParseFailure;
import org.unabridged.ingestion.ParseResult;
import org.unabridged.ingestion.ParsedFile;
import org.unabridged.ingestion.PartialText;
import org.unabridged.ingestion.TextBoxes;
import org.unabridged.ingestion.TextQuality;

class RunStateTest {
  private static final String FILE = Hashes.of("file");

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  @Test
  void givesBackWhatWasParsed() {
    ParsedFile parsed = new ParsedFile(FILE, List.of(document(FILE, "Body \uD83D\uDCDC text.")));
    state("run-1").extractions().save(parsed);

    assertThat(state("run-1").extractions().find(FILE)).isEqualTo(parsed);
    assertThat(state("run-2").extractions().find(FILE)).isEqualTo(parsed);
    StoredDocument stored = state("run-2").extractions().file(FILE).readableDocuments().get(0);
    assertThat(stored.characters()).isEqualTo(12);
    assertThat(stored.textLength()).isEqualTo(13);
  }

  @Test
  void parsesAgainWhenTheParserChanged() {
    state("run-1").extractions().save(new ParsedFile(FILE, List.of(document(FILE, "text"))));

    assertThat(
            RunState.open(folder, folder, "run-1", "other parser", "model")
                .extractions()
                .find(FILE))
        .isNull();
  }

  @Test
  void showsAFailureToItsOwnRunOnly() {
    String inner = Hashes.of("inner");
    ParseFailure failure =
        new ParseFailure(
            inner,
            "a.pdf",
            FILE,
            "application/pdf",
            3,
            ParseFailure.Category.ENCRYPTED,
            "is encrypted",
            null,
            Duration.ofMillis(5));
    ParsedFile parsed = new ParsedFile(FILE, List.of(document(FILE, "mail"), failure));
    state("run-1").extractions().save(parsed);

    assertThat(state("run-1").extractions().find(FILE)).isEqualTo(parsed);
    assertThat(state("run-2").extractions().find(FILE)).isNull();
  }

  @Test
  void keepsTheTextThatWasReadBeforeAFailure() {
    PartialText partial =
        new PartialText(
            "The beginning",
            List.of(new PageSpan(PageSpan.Kind.PAGE, 1, null, 0, 13)),
            new TextQuality(TextQuality.Grade.GOOD, 0, null, -3));
    ParseFailure failure =
        new ParseFailure(
            FILE,
            "",
            null,
            "application/pdf",
            3,
            ParseFailure.Category.PARSER_TIMEOUT,
            "was given up",
            partial,
            Duration.ofMillis(5));
    ParsedFile parsed = new ParsedFile(FILE, List.of(failure));
    state("run-1").extractions().save(parsed);

    assertThat(state("run-1").extractions().find(FILE)).isEqualTo(parsed);
  }

  @Test
  void repairsATextThatACrashTore() throws IOException {
    ParsedFile parsed = new ParsedFile(FILE, List.of(document(FILE, "text")));
    state("run-1").extractions().save(parsed);
    for (Path text : filesIn("texts")) {
      Files.write(text, new byte[0]);
    }
    assertThat(state("run-2").extractions().find(FILE)).isNull();

    state("run-2").extractions().save(parsed);
    assertThat(state("run-2").extractions().find(FILE)).isEqualTo(parsed);
  }

  @Test
  void keepsTheSameTextOnce() throws IOException {
    String other = Hashes.of("other");
    state("run-1").extractions().save(new ParsedFile(FILE, List.of(document(FILE, "text"))));
    state("run-1").extractions().save(new ParsedFile(other, List.of(document(other, "text"))));

    assertThat(filesIn("texts")).hasSize(1);
  }

  @Test
  void putsDocumentsIntoAContextWithBoundariesBetween() {
    RunState state = state("run-1");
    String id = save(state, "First.", "Second.");
    Context context = state.inferences().context(id);

    assertThat(context.parts()).extracting(context::textOf).containsExactly("First.", "Second.");
    assertThat(context.text())
        .isEqualTo(
            "===== Document 1 of 2 =====\n\nFirst.\n\n===== Document 2 of 2 =====\n\nSecond.");
    assertThat(state.inferences().storedContext(id).characters())
        .isEqualTo(context.text().length());
    assertThat(context.parts())
        .extracting(Part::documentId)
        .containsExactlyElementsOf(state.inferences().storedContext(id).documentIds());
  }

  @Test
  void readsASingleDocumentAsItIs() {
    RunState state = state("run-1");
    String id = save(state, "Only.");

    assertThat(state.inferences().context(id).text()).isEqualTo("Only.");
    assertThat(save(state("run-2"), "Only.")).isEqualTo(id);
    assertThat(save(state, "Other.")).isNotEqualTo(id);
  }

  @Test
  void reusesAResultForTheSameQuestionsAndModelOnly() {
    PredictionResult result = result("context");
    state("run-1").inferences().save(result);

    assertThat(state("run-2").inferences().finished("context")).isEqualTo(result);
    assertThat(state("run-2").inferences().outcome("context")).isEqualTo(result);
    assertThat(state("run-2").inferences().finished("other")).isNull();
    assertThat(
            RunState.open(folder, folder, "run-2", "parser", "other")
                .inferences()
                .finished("context"))
        .isNull();
  }

  @Test
  void neverReusesAFailure() {
    InferenceFailure failure =
        new InferenceFailure("context", InferenceFailure.Category.MODEL_UNAVAILABLE, "down");
    state("run-1").inferences().save(failure);

    assertThat(state("run-1").inferences().finished("context")).isNull();
    assertThat(state("run-1").inferences().outcome("context")).isEqualTo(failure);
    assertThatThrownBy(() -> state("run-2").inferences().outcome("context"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("context context has no outcome");
  }

  @Test
  void givesAContextToTheFirstPlaceThatAsksAndToThatOneAgain() {
    Inferences inferences = state("run-claims").inferences();

    assertThat(inferences.claim("context", "a")).isTrue();
    assertThat(inferences.claim("context", "b")).isFalse();
    assertThat(inferences.claim("context", "a")).isTrue();
    assertThat(state("run-other").inferences().claim("context", "b")).isTrue();
  }

  @Test
  void removesWhatDeadRunsLeft() throws IOException {
    state("run-1")
        .inferences()
        .save(new InferenceFailure("c", InferenceFailure.Category.MODEL_REFUSED, "no"));
    state("run-1").inferences().save(result("context"));
    Path half = Files.writeString(folder.resolve("v1/runs/run-1/scratch/half"), "half");

    RunState.removeLeftovers(folder);

    assertThat(half).doesNotExist();
    assertThat(folder.resolve("v1/runs")).doesNotExist();
    assertThat(state("run-2").inferences().finished("context")).isNotNull();
  }

  private RunState state(String runId) {
    return RunState.open(folder, folder, runId, "parser", "model");
  }

  private static String save(RunState state, String... texts) {
    StoredContext context = StoredContext.of(stored(state, texts));
    state.inferences().saveContext(context);
    return context.contextId();
  }

  private static List<StoredDocument> stored(RunState state, String... texts) {
    List<StoredDocument> documents = new ArrayList<>();
    for (String text : texts) {
      String id = Hashes.of("document", text);
      state.extractions().save(new ParsedFile(id, List.of(document(id, text))));
      documents.addAll(state.extractions().file(id).readableDocuments());
    }
    return documents;
  }

  private static ParseResult document(String id, String text) {
    return new Document(
        id,
        "",
        null,
        "text/plain",
        text.length(),
        text,
        List.of(new PageSpan(PageSpan.Kind.PAGE, 1, null, 0, text.length())),
        TextBoxes.NONE,
        text.isEmpty() ? null : new TextQuality(TextQuality.Grade.GOOD, 0, 0.0, -3),
        List.of(new LanguageShare("en", 1)),
        Map.of("title", "A title"),
        Duration.ofMillis(12));
  }

  private static PredictionResult result(String contextId) {
    return new PredictionResult(
        contextId, "m", "e", "f", 3, 3, 0, 0, List.of(), List.of(), Duration.ofNanos(1_500));
  }

  private List<Path> filesIn(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("v1").resolve(kind))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
