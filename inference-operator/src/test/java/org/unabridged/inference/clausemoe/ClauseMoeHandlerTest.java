package org.unabridged.inference.clausemoe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.AnswerType;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.Part;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.weights.ModelFile;

/** The handler, on the tiny model: its answers mean nothing, but their form must hold. */
class ClauseMoeHandlerTest {

  private static final QuestionSet QUESTIONS =
      new QuestionSet(
          "test",
          List.of(
              question("governing-law", AnswerType.SPAN),
              question("parties", AnswerType.PARTY),
              question("colour", AnswerType.SPAN)));

  private static final String FIRST =
      "This Agreement is made on 1 March 2021. It is governed by the laws of Norway. 🤝 Straße!\n";
  private static final String SECOND = "Amendment No. 1. All else stays in force; see Inc. here.";

  @TempDir static Path folder;

  private static ClauseMoeHandler handler;

  private static Question question(String id, AnswerType type) {
    return new Question(id, id, "What about " + id + "?", type, null, null);
  }

  @BeforeAll
  static void open() throws IOException {
    ModelFile file = ModelFile.of(new TinyModel().write(folder));
    handler = ClauseMoeHandler.open(file, 2, FloatKernels.best());
  }

  @AfterAll
  static void close() {
    handler.close();
  }

  @Test
  void describesTheModel() {
    ModelDescription description = handler.description();
    assertThat(description.name()).isEqualTo("clause-moe");
    assertThat(description.window()).isEqualTo(TinyModel.WINDOW);
    assertThat(description.supportedQuestionIds()).isEqualTo(TinyModel.LABELS);
    assertThat(description.fingerprint()).matches("[0-9a-f]{64}-2-.+");
    assertThat(description.details()).containsEntry("layers", "3").containsEntry("experts", "5");
  }

  @Test
  void answersEveryQuestionAboutEveryDocument() {
    PredictionResult result = predict(context(FIRST, SECOND));
    assertThat(result.answers())
        .extracting(answer -> answer.documentId() + " " + answer.questionId())
        .containsExactly(
            "d0 governing-law",
            "d0 parties",
            "d0 colour",
            "d1 governing-law",
            "d1 parties",
            "d1 colour");
    assertThat(result.answers().get(2).state()).isEqualTo(AnswerState.NOT_SUPPORTED);
    assertThat(result.coverageOk()).isTrue();
    assertThat(result.tokensSent()).isEqualTo(handler.countTokens(FIRST + "\n\n" + SECOND));
    assertThat(result.summaries()).isNotEmpty();
  }

  @Test
  void quotesEachDocumentByItsOwnOffsets() {
    List<String> texts = List.of(FIRST.repeat(20), SECOND, FIRST + SECOND);
    PredictionResult result = predict(context(texts.toArray(String[]::new)));
    List<Clause> clauses = clauses(result);
    assertThat(clauses).extracting(Clause::documentId).contains("d0", "d1", "d2");
    for (Clause clause : clauses) {
      String text = texts.get(Integer.parseInt(clause.documentId().substring(1)));
      assertThat(text.substring(clause.start(), clause.end())).isEqualTo(clause.quote());
      assertThat(clause.confidence()).isBetween(0.1 - 1e-6, 1.0);
      assertThat(clause.quote()).isEqualTo(clause.quote().strip());
    }
  }

  @Test
  void findsExactlyWhenAClauseReachesTheDecisionThreshold() {
    PredictionResult result = predict(context(FIRST.repeat(20), SECOND));
    for (Answer answer : result.answers()) {
      double threshold = answer.questionId().equals("governing-law") ? 0.7 : 0.8;
      boolean reached =
          answer.clauses().stream().anyMatch(clause -> clause.confidence() >= threshold - 1e-6);
      assertThat(answer.state() == AnswerState.FOUND || answer.state() == AnswerState.CONFLICTING)
          .as(answer.toString())
          .isEqualTo(reached);
    }
  }

  @Test
  void takesAnEmptyDocument() {
    PredictionResult result = predict(context(""));
    assertThat(result.tokensSeen()).isZero();
    assertThat(result.answers()).hasSize(3);
    assertThat(clauses(result)).isEmpty();
    PredictionResult among = predict(context(FIRST, "", SECOND));
    assertThat(among.answers()).hasSize(9);
  }

  @Test
  void refusesWhatIsLongerThanTheWindowWithBothNumbers() {
    String text = "a".repeat(TinyModel.WINDOW + 1);
    assertThat(handler.predict(context(text), QUESTIONS))
        .isInstanceOfSatisfying(
            InferenceFailure.class,
            failure -> {
              assertThat(failure.category()).isEqualTo(InferenceFailure.Category.CONTEXT_OVERFLOW);
              assertThat(failure.message())
                  .startsWith("300001 tokens, but clause-moe reads at most 300000:");
            });
  }

  @Test
  void answersTheSameWhileOtherCallsRun() throws Exception {
    Context context = context(FIRST.repeat(30), SECOND);
    List<Answer> expected = predict(context).answers();
    ExecutorService callers = Executors.newFixedThreadPool(5);
    try {
      List<Future<PredictionResult>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(callers.submit(() -> predict(context)));
      }
      for (Future<PredictionResult> call : calls) {
        assertThat(call.get().answers()).isEqualTo(expected);
      }
    } finally {
      callers.shutdown();
    }
  }

  private static List<Clause> clauses(PredictionResult result) {
    return result.answers().stream().flatMap(answer -> answer.clauses().stream()).toList();
  }

  private static PredictionResult predict(Context context) {
    return (PredictionResult) handler.predict(context, QUESTIONS);
  }

  /** Documents d0, d1 and so on, with an empty line between them that belongs to none. */
  private static Context context(String... texts) {
    StringBuilder all = new StringBuilder();
    List<Part> parts = new ArrayList<>();
    for (String text : texts) {
      if (!parts.isEmpty()) {
        all.append("\n\n");
      }
      parts.add(new Part("d" + parts.size(), all.length(), all.length() + text.length()));
      all.append(text);
    }
    return new Context("c", all.toString(), parts);
  }
}
