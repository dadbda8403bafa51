package org.unabridged.inference.answering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.AnswerType;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Context;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.Part;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RiskRule;

class AnswerAssemblerTest {
  private static final String TEXT = "x".repeat(10_000);
  private static final Context ONE = new Context("c", TEXT, List.of(new Part("d", 0, 10_000)));

  /** Clauses of one question, placed one after the other. */
  private static final class Clauses {
    private final List<Clause> list = new ArrayList<>();
    private final String questionId;
    private int next;

    Clauses(String questionId) {
      this.questionId = questionId;
    }

    Clauses with(String quote, double confidence) {
      int end = next + quote.length();
      list.add(new Clause("d", questionId, next, end, quote, confidence, MatchTier.EXACT, null));
      next = end + 1;
      return this;
    }
  }

  private static Answer answer(Clauses clauses) {
    return answer(QuestionSet.cuad(), clauses);
  }

  private static Answer answer(QuestionSet questions, Clauses clauses) {
    DecisionThresholds thresholds = new DecisionThresholds(Map.of(clauses.questionId, 0.5));
    return new AnswerAssembler(questions, thresholds)
        .assemble(ONE, clauses.list).stream()
            .filter(answer -> answer.questionId().equals(clauses.questionId))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void saysNothingAboutDocumentsInLanguagesThatTheModelDoesNotRead() {
    Part german = new Part("d", 0, 100, List.of("de"));
    Part bilingual = new Part("e", 200, 300, List.of("fr", "en-GB"));
    Context two = new Context("c", TEXT, List.of(german, bilingual));

    List<Answer> answers =
        new AnswerAssembler(
                QuestionSet.cuad(), new DecisionThresholds(Map.of("insurance", 0.5)), Set.of("en"))
            .assemble(two, new Clauses("insurance").with("muss versichern", 0.9).list);

    assertThat(answers)
        .filteredOn(answer -> answer.questionId().equals("insurance"))
        .extracting(Answer::state)
        .containsExactly(AnswerState.NOT_SUPPORTED, AnswerState.ABSENT);
    assertThat(answers.subList(0, 41))
        .allSatisfy(
            answer -> {
              assertThat(answer.state()).isEqualTo(AnswerState.NOT_SUPPORTED);
              assertThat(answer.clauses()).isEmpty();
              assertThat(answer.rationale())
                  .isEqualTo("The model reads en; the document is in de.");
            });
  }

  @Test
  void answersEveryQuestionAboutEveryDocumentInOrder() {
    Context two = new Context("c", TEXT, List.of(new Part("d", 0, 100), new Part("e", 200, 300)));

    List<Answer> answers =
        new AnswerAssembler(QuestionSet.cuad(), new DecisionThresholds(Map.of("insurance", 0.5)))
            .assemble(two, new Clauses("insurance").with("must insure", 0.9).list);

    assertThat(answers).hasSize(82);
    assertThat(answers).extracting(Answer::documentId).startsWith("d").endsWith("e").isSorted();
    assertThat(answers.subList(0, 41))
        .extracting(Answer::questionId)
        .isEqualTo(QuestionSet.cuad().questions().stream().map(Question::id).toList());
    assertThat(answers)
        .filteredOn(answer -> answer.questionId().equals("insurance"))
        .extracting(Answer::state)
        .containsExactly(AnswerState.FOUND, AnswerState.ABSENT);
    assertThat(answers)
        .filteredOn(answer -> !answer.questionId().equals("insurance"))
        .allMatch(answer -> answer.state() == AnswerState.NOT_SUPPORTED);
  }

  @Test
  void isFoundFromTheThresholdOn() {
    Answer answer = answer(new Clauses("insurance").with("must insure", 0.5));

    assertThat(answer.state()).isEqualTo(AnswerState.FOUND);
    assertThat(answer.value()).isEqualTo("yes");
    assertThat(answer.confidence()).isEqualTo(0.5);
    assertThat(answer.rationale()).isEqualTo("One clause.");
  }

  @Test
  void isAbsentBelowTheThresholdButKeepsTheClauses() {
    Answer answer =
        answer(new Clauses("insurance").with("may insure", 0.1).with("might insure", 0.49));

    assertThat(answer.state()).isEqualTo(AnswerState.ABSENT);
    assertThat(answer.value()).isEqualTo("no");
    assertThat(answer.confidence()).isNull();
    assertThat(answer.clauses()).hasSize(2);
    assertThat(answer.rationale())
        .isEqualTo("2 passages below the decision threshold, the best with a confidence of 0.49.");
  }

  @Test
  void isAbsentWithoutClauses() {
    Answer answer = answer(new Clauses("governing-law"));

    assertThat(answer.state()).isEqualTo(AnswerState.ABSENT);
    assertThat(answer.value()).isNull();
    assertThat(answer.rationale()).isEqualTo("No such clause in the whole text.");
  }

  @Test
  void takesTheValueOfTheBestClauseThatHasOne() {
    Answer answer =
        answer(
            new Clauses("warranty-duration")
                .with("warranted for six (6) months", 0.6)
                .with("warranted for 12 months", 0.8)
                .with("the Warranty Period", 0.9));

    assertThat(answer.value()).isEqualTo("P12M");
    assertThat(answer.confidence()).isEqualTo(0.9);
    assertThat(answer.rationale()).isEqualTo("Best of 3 clauses.");
    assertThat(answer.clauses()).extracting(Clause::value).containsExactly("P6M", "P12M", null);
  }

  @Test
  void ordersClausesByPlace() {
    List<Clause> clauses = new ArrayList<>(new Clauses("insurance").with("a", 1).with("b", 1).list);
    Collections.reverse(clauses);

    Answer answer =
        new AnswerAssembler(QuestionSet.cuad(), new DecisionThresholds(Map.of("insurance", 0.5)))
            .assemble(ONE, clauses).stream()
                .filter(a -> a.state() == AnswerState.FOUND)
                .findFirst()
                .orElseThrow();

    assertThat(answer.clauses()).extracting(Clause::quote).containsExactly("a", "b");
  }

  @Test
  void saysWhenNoValueCanBeRead() {
    Answer answer = answer(new Clauses("effective-date").with("the date of last signature", 0.9));

    assertThat(answer.state()).isEqualTo(AnswerState.FOUND);
    assertThat(answer.value()).isNull();
    assertThat(answer.rationale())
        .isEqualTo("One clause; no value can be read from it without guessing.");
  }

  @Test
  void saysWhenATermIsALengthOfTime() {
    Answer answer =
        answer(new Clauses("expiration-date").with("two years after the Effective Date", 0.9));

    assertThat(answer.value()).isEqualTo("P2Y");
    assertThat(answer.rationale())
        .isEqualTo("One clause; stated as a length of time, not as a date.");
  }

  @Test
  void namesAllParties() {
    Answer answer =
        answer(
            new Clauses("parties")
                .with("Acme Holdings, Inc.", 0.9)
                .with("(\"Acme\")", 0.8)
                .with("Borealis Ltd.", 0.7)
                .with("Supplier", 0.9)
                .with("Cobalt LLC", 0.4));

    assertThat(answer.value()).isEqualTo("Acme Holdings, Inc.; Borealis Ltd.");
    assertThat(answer.rationale()).isEqualTo("4 passages.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          governing-law   | the laws of Texas            | the laws of Ohio             | CONFLICTING
          governing-law   | the laws of Texas            | governed by Texas law        | FOUND
          governing-law   | the laws of Ontario          | the laws of Canada           | FOUND
          governing-law   | the laws of Texas            | the laws of [***]            | FOUND
          agreement-date  | March 1, 2019                | April 1, 2019                | CONFLICTING
          agreement-date  | March 1, 2019                | 1st day of March 2019        | FOUND
          agreement-date  | March 1, 2019                | March 2019                   | FOUND
          agreement-date  | March 1, 2019                | April 2019                   | CONFLICTING
          effective-date  | March 1, 2019                | the date first above written | FOUND
          expiration-date | ends on March 1, 2019        | a term of two (2) years      | FOUND
          expiration-date | a term of two (2) years      | a term of three (3) years    | CONFLICTING
          expiration-date | a term of one (1) year       | a term of twelve (12) months | FOUND
          expiration-date | continues in perpetuity      | a term of one (1) year       | FOUND
          renewal-term    | renewed for one (1) year     | renewed for two (2) years    | FOUND
          document-name   | Supply Agreement             | Quality Agreement            | FOUND
          """)
  void isConflictingOnlyWhereBothCannotBeTrue(
      String questionId, String first, String second, AnswerState state) {
    Answer answer = answer(new Clauses(questionId).with(first, 0.9).with(second, 0.6));

    assertThat(answer.state()).isEqualTo(state);
    assertThat(answer.value() == null).isEqualTo(state == AnswerState.CONFLICTING);
  }

  @Test
  void clausesBelowTheThresholdDoNotConflict() {
    Answer answer =
        answer(
            new Clauses("governing-law")
                .with("the laws of Texas", 0.9)
                .with("the laws of Ohio", 0.3));

    assertThat(answer.state()).isEqualTo(AnswerState.FOUND);
    assertThat(answer.value()).isEqualTo("Texas");
  }

  @Test
  void saysWhichValuesConflict() {
    Answer answer =
        answer(
            new Clauses("governing-law")
                .with("the laws of Texas", 0.9)
                .with("the laws of Ohio", 0.8));

    assertThat(answer.rationale()).isEqualTo("2 clauses with different values: Texas; Ohio.");
    assertThat(answer.confidence()).isEqualTo(0.9);
    assertThat(answer.risk()).isEqualTo("medium: The contract names more than one governing law.");
  }

  @Test
  void appliesRiskRules() {
    assertThat(answer(new Clauses("uncapped-liability").with("unlimited", 0.9)).risk())
        .isEqualTo("high: Some liability has no cap.");
    assertThat(answer(new Clauses("uncapped-liability")).risk()).isNull();
    assertThat(answer(new Clauses("cap-on-liability")).risk())
        .isEqualTo("medium: No cap on liability was found.");
  }

  @Test
  void assessesNoRiskOfWhatTheModelDoesNotKnow() {
    QuestionSet questions =
        new QuestionSet(
            "own",
            List.of(
                new Question(
                    "sublease",
                    "Sublease",
                    "May the tenant sublet?",
                    AnswerType.YES_NO,
                    null,
                    new RiskRule(RiskRule.Condition.ABSENT, RiskRule.Level.LOW, null))));

    List<Answer> answers =
        new AnswerAssembler(questions, new DecisionThresholds(Map.of())).assemble(ONE, List.of());

    assertThat(answers)
        .containsExactly(
            Answer.without(
                "d",
                "sublease",
                AnswerState.NOT_SUPPORTED,
                "The model does not know this question."));
  }

  @Test
  void rejectsImpossibleThresholds() {
    assertThatThrownBy(() -> new DecisionThresholds(Map.of("insurance", 1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("decision threshold of insurance must lie in [0, 1]: 1.5");
  }
}
