package org.unabridged.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionSetTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path folder;

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("questions.yaml"), yaml);
  }

  private static Question question(String id, @Nullable RiskRule risk) {
    return new Question(id, "Title", "What?", AnswerType.SPAN, null, risk);
  }

  @Test
  void builtInSetHasThe41ClauseTypes() {
    QuestionSet cuad = QuestionSet.cuad();

    assertThat(cuad.name()).isEqualTo("cuad");
    assertThat(cuad.questions()).hasSize(41);
    assertThat(cuad.questions())
        .allSatisfy(
            question ->
                assertThat(question.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"))
                    .isEqualTo(question.id()));
  }

  @ParameterizedTest
  @CsvSource({
    "document-name, SPAN",
    "parties, PARTY",
    "agreement-date, DATE",
    "effective-date, DATE",
    "expiration-date, DATE",
    "renewal-term, DURATION",
    "notice-period-to-terminate-renewal, DURATION",
    "warranty-duration, DURATION",
    "governing-law, SPAN",
    "rofr-rofo-rofn, YES_NO",
    "unlimited-all-you-can-eat-license, YES_NO",
    "third-party-beneficiary, YES_NO"
  })
  void builtInQuestionsHaveTheirTypes(String id, AnswerType type) {
    assertThat(Objects.requireNonNull(QuestionSet.cuad().find(id)).answerType()).isEqualTo(type);
  }

  @Test
  void findsNothingUnderAnUnknownId() {
    assertThat(QuestionSet.cuad().find("rent")).isNull();
  }

  @Test
  void readsAUsersOwnSet() throws IOException {
    QuestionSet set =
        QuestionSet.fromYaml(
            file(
                """
                name: leases
                questions:
                  - id: rent
                    title: Rent
                    question: What is the monthly rent?
                    type: money
                    guidance: Without service charges.
                  - id: sublease
                    title: Sublease
                    question: May the tenant sublet?
                    type: yes_no
                    risk: {when: absent, level: low, note: Nothing is said about subletting.}
                """));

    RiskRule risk =
        new RiskRule(
            RiskRule.Condition.ABSENT, RiskRule.Level.LOW, "Nothing is said about subletting.");
    assertThat(set)
        .isEqualTo(
            new QuestionSet(
                "leases",
                List.of(
                    new Question(
                        "rent",
                        "Rent",
                        "What is the monthly rent?",
                        AnswerType.MONEY,
                        "Without service charges.",
                        null),
                    new Question(
                        "sublease",
                        "Sublease",
                        "May the tenant sublet?",
                        AnswerType.YES_NO,
                        null,
                        risk))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nam: x                 | the question set: unknown key 'nam'; allowed: name, questions
          [1, 2]                 | the question set: must be a mapping with the keys name, questions
          name: x                | questions: must be a list of questions
          name: [                | not valid YAML
          name: x                | questions: must be a list of questions
          {name: x, questions: []} | question set 'x' has no questions
          {name: x, name: y, questions: []} | not valid YAML
          """)
  void saysWhatIsWrongWithASet(String yaml, String message) throws IOException {
    assertRefused(yaml, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id: a, title: A, question: Q | [0].type: is required
          id: a, title: A, question: Q, type: | [0].type: is required
          id: a, title: A, type: span | [0].question: is required
          id: a, title: A, question: Q, type: spam | [0].type: must be one of span, date, duration, money, party, yes_no, not 'spam'
          id: a, title: A, question: 5, type: span | [0].question: must be text, not '5'
          id: A b, title: A, question: Q, type: span | question id must be kebab case such as governing-law, not 'A b'
          id: a, title: '', question: Q, type: span | title of question a must not be blank
          id: a, title: A, question: Q, type: span, kind: y | [0]: unknown key 'kind'; allowed: id, title, question, type, guidance, risk
          id: a, title: A, question: Q, type: span, risk: high | [0].risk: must be a mapping with the keys when, level, note
          id: a, title: A, question: Q, type: span, risk: {when: never, level: low} | [0].risk.when: must be one of found, absent, conflicting, not 'never'
          id: a, title: A, question: Q, type: span, risk: {when: found, level: dire} | [0].risk.level: must be one of low, medium, high, not 'dire'
          id: a, title: A, question: Q, type: span}, {id: a, title: B, question: Q, type: span | two questions with the id 'a'
          """)
  void saysWhatIsWrongWithAQuestion(String question, String message) throws IOException {
    assertRefused("{name: x, questions: [{" + question + "}]}", message);
  }

  private void assertRefused(String yaml, String message) throws IOException {
    Path file = file(yaml);
    assertThatThrownBy(() -> QuestionSet.fromYaml(file))
        .isInstanceOf(InvalidQuestionSetException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAMissingFile() {
    Path missing = folder.resolve("missing.yaml");

    assertThatThrownBy(() -> QuestionSet.fromYaml(missing))
        .isInstanceOf(InvalidQuestionSetException.class)
        .hasMessageContaining("missing.yaml: cannot be read");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    Path large = file("#".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> QuestionSet.fromYaml(large))
        .isInstanceOf(InvalidQuestionSetException.class)
        .hasMessageContaining("larger than 1048576 bytes");
  }

  @Test
  void fingerprintChangesWithWhatIsAskedButNotWithTheName() {
    Question plain = question("a", null);
    Question guided = new Question("a", "Title", "What?", AnswerType.SPAN, "", null);
    RiskRule risk = new RiskRule(RiskRule.Condition.FOUND, RiskRule.Level.LOW, null);
    String fingerprint = fingerprint("x", plain);

    assertThat(fingerprint).matches("[0-9a-f]{64}");
    assertThat(fingerprint("y", plain)).isEqualTo(fingerprint);
    assertThat(
            List.of(
                fingerprint,
                fingerprint("x", question("b", null)),
                fingerprint("x", question("a", risk)),
                fingerprint("x", guided),
                fingerprint("x", plain, question("b", null)),
                fingerprint("x", question("b", null), plain)))
        .doesNotHaveDuplicates();
  }

  private static String fingerprint(String name, Question... questions) {
    return new QuestionSet(name, List.of(questions)).fingerprint();
  }
}
