package org.unabridged.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedInferenceTest {
  private final CheckedInference inference =
      new CheckedInference(new TitleModel(new TitleModelProvider().describe()), QuestionSet.cuad());

  private static Context one(String text) {
    return new Context("c", text, List.of(new Part("d", 0, text.length())));
  }

  @Test
  void passesAGoodResultOn() {
    assertThat(inference.infer(one("Insurance"))).isInstanceOf(PredictionResult.class);
    assertThat(inference.infer(one(""))).isInstanceOf(PredictionResult.class);
  }

  @Test
  void readsWhatJustFits() {
    assertThat(inference.infer(one("word ".repeat(40)))).isInstanceOf(PredictionResult.class);
  }

  @Test
  void saysWhatDoesNotFitAndWhatWouldHelp() {
    assertThat(inference.infer(one("word ".repeat(41))))
        .isEqualTo(
            new InferenceFailure(
                "c",
                InferenceFailure.Category.CONTEXT_OVERFLOW,
                "41 tokens, but title-model reads at most 40 in one pass; split the file into the"
                    + " agreements it consists of, or choose a model with a larger window"));
  }

  @Test
  void advisesToReadAGroupOneByOne() {
    String text = "word ".repeat(50);
    Context group = new Context("c", text, List.of(new Part("d", 0, 100), new Part("e", 100, 250)));

    assertThat(inference.infer(group))
        .isInstanceOfSatisfying(
            InferenceFailure.class,
            failure ->
                assertThat(failure.message())
                    .endsWith("read its 2 documents one by one instead of as a group"));
  }

  @Test
  void doesNotUseAnswersToATextThatWasNotReadToTheEnd() {
    assertThat(inference.infer(one("it LOSES a token")))
        .isEqualTo(
            new InferenceFailure(
                "c",
                InferenceFailure.Category.TRUNCATED_BY_SERVER,
                "4 tokens sent, 3 read by test; its answers were not used",
                new Usage(4, 3L, 0, 0, null)));
  }

  @Test
  void failsLoudlyWhenAnAnswerIsMissing() {
    assertThatThrownBy(() -> inference.infer(one("it FORGETS an answer")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("answer 0 of context c should be to document-name about d");
  }

  @Test
  void failsLoudlyWhenAQuoteIsNotInTheText() {
    assertThatThrownBy(() -> inference.infer(one("it INVENTS an Insurance clause")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the quote of insurance at 14 to 23 is not the text of document d");
  }
}
