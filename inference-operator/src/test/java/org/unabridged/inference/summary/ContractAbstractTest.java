package org.unabridged.inference.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.AnswerType;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Context;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.Part;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Summary;
import org.unabridged.inference.Support;
import org.unabridged.inference.answering.AnswerAssembler;
import org.unabridged.inference.answering.DecisionThresholds;

class ContractAbstractTest {
  private static final double THRESHOLD = 0.3;

  /** A document that is written clause by clause. */
  private static final class Document {
    private final QuestionSet questions;
    private final StringBuilder text = new StringBuilder();
    private final List<Clause> clauses = new ArrayList<>();

    Document(QuestionSet questions) {
      this.questions = questions;
    }

    Document() {
      this(QuestionSet.cuad());
    }

    Document with(String questionId, String quote) {
      return with(questionId, quote, 0.9);
    }

    Document with(String questionId, String quote, double confidence) {
      int start = text.length();
      text.append(quote);
      clauses.add(
          new Clause(
              "d", questionId, start, text.length(), quote, confidence, MatchTier.EXACT, null));
      text.append("\n");
      return this;
    }

    Summary summary() {
      Context context = new Context("c", text.toString(), List.of(new Part("d", 0, text.length())));
      List<Summary> summaries = compose(context, questions, clauses);
      assertThat(summaries).hasSize(1);
      return summaries.get(0);
    }

    List<String> sentences() {
      return summary().sentences().stream().map(Sentence::text).toList();
    }
  }

  private static List<Summary> compose(
      Context context, QuestionSet questions, List<Clause> clauses) {
    Map<String, Double> thresholds = new HashMap<>();
    questions.questions().forEach(question -> thresholds.put(question.id(), THRESHOLD));
    DecisionThresholds decision = new DecisionThresholds(thresholds);
    List<Answer> answers = new AnswerAssembler(questions, decision).assemble(context, clauses);
    return ContractAbstract.compose(context, questions, answers, decision);
  }

  @Test
  void saysNothingAboutDocumentsThatTheModelCannotRead() {
    QuestionSet questions = QuestionSet.cuad();
    Context context = new Context("c", "Vertrag", List.of(new Part("d", 0, 7, List.of("de"))));
    DecisionThresholds decision = new DecisionThresholds(Map.of("insurance", THRESHOLD));
    List<Answer> answers =
        new AnswerAssembler(questions, decision, Set.of("en")).assemble(context, List.of());

    assertThat(ContractAbstract.compose(context, questions, answers, decision)).isEmpty();
  }

  private static Document supplyAgreement() {
    return new Document()
        .with("document-name", "SUPPLY AND SERVICES AGREEMENT")
        .with("agreement-date", "1st day of March, 2019")
        .with("parties", "Acme, Inc.")
        .with("parties", "(\"Supplier\")")
        .with("parties", "Borealis Ltd. (the \"Buyer\")")
        .with("effective-date", "effective April 1, 2019")
        .with("expiration-date", "for three (3) years from the Effective Date")
        .with("renewal-term", "shall renew for successive one (1) year periods")
        .with("notice-period-to-terminate-renewal", "unless sixty (60) days prior notice is given")
        .with("governing-law", "the laws of the Netherlands")
        .with("exclusivity", "shall buy only from Supplier")
        .with("non-compete", "shall not compete")
        .with("anti-assignment", "may not be assigned")
        .with("minimum-commitment", "at least 100 units")
        .with("license-grant", "grants a license")
        .with("cap-on-liability", "shall not exceed")
        .with("warranty-duration", "warrants the Products for twelve (12) months")
        .with("audit-rights", "may audit the books");
  }

  @Test
  void tellsWhatTheContractIsInPlainEnglish() {
    assertThat(supplyAgreement().sentences())
        .containsExactly(
            "This is the document titled \"Supply and Services Agreement\" between Acme, Inc."
                + " (Supplier) and Borealis Ltd. (Buyer), dated March 1, 2019.",
            "It takes effect on April 1, 2019 and has a term of 3 years.",
            "It can be renewed for 1 year; notice of 60 days is needed to prevent that.",
            "It is governed by the law of the Netherlands.",
            "It restricts the parties through a non-compete clause and an exclusivity commitment.",
            "On ending and transfer, it provides for limits on assigning the contract.",
            "On commercial terms, it provides for a minimum commitment.",
            "On intellectual property, it provides for a license.",
            "On liability, it provides for a cap and a warranty of 12 months.",
            "It also provides for audit rights.",
            "This abstract was composed by fixed rules from 18 extracted passages.");
  }

  @Test
  void everySentenceHasItsReceipts() {
    Document document = supplyAgreement();
    Summary summary = document.summary();

    assertThat(summary.documentId()).isEqualTo("d");
    assertThat(summary.language()).isEqualTo("en");
    assertThat(summary.method()).isEqualTo("composed");
    assertThat(summary.sentences()).allSatisfy(s -> assertThat(s.support()).isNotEmpty());
    Sentence law = summary.sentences().get(3);
    Support support = law.support().get(0);
    assertThat(support.questionId()).isEqualTo("governing-law");
    assertThat(document.text.substring(support.start(), support.end()))
        .isEqualTo("the laws of the Netherlands");
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(supplyAgreement().summary()).isEqualTo(supplyAgreement().summary());
  }

  @Test
  void staysWithinADozenSentencesWhateverIsFound() {
    Document document = new Document();
    for (Question question : QuestionSet.cuad().questions()) {
      for (int i = 0; i < 5; i++) {
        document.with(question.id(), "Some clause of the type " + question.title() + " " + i);
      }
    }

    assertThat(document.sentences()).hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void speaksCarefullyOfWhatIsNotSure() {
    assertThat(
            new Document()
                .with("document-name", "Supply Agreement", 0.4)
                .with("effective-date", "April 1, 2019", 0.4)
                .with("expiration-date", "three years", 0.4)
                .with("governing-law", "the laws of Ohio", 0.4)
                .with("insurance", "shall insure", 0.9)
                .with("cap-on-liability", "shall not exceed", 0.4)
                .with("audit-rights", "may audit", 0.4)
                .sentences())
        .contains(
            "This is what appears to be titled \"Supply Agreement\".",
            "It appears to take effect on April 1, 2019 and appears to have a term of 3 years.",
            "It appears to be governed by the law of Ohio.",
            "On liability, it provides for a duty to keep insurance and possibly a cap.",
            "It also may provide for audit rights.");
  }

  @Test
  void doesNotUseWhatIsBelowTheThreshold() {
    Document document =
        new Document()
            .with("insurance", "shall insure", 0.9)
            .with("insurance", "insurance agent", 0.1)
            .with("non-compete", "competition", 0.2);

    assertThat(document.summary().sentences().get(0).support()).hasSize(1);
    assertThat(document.sentences())
        .containsExactly(
            "On liability, it provides for a duty to keep insurance.",
            "This abstract was composed by fixed rules from one extracted passage.");
  }

  @Test
  void saysWhenNothingWasFound() {
    Summary summary = new Document().with("insurance", "nothing", 0.1).summary();

    assertThat(summary.sentences())
        .containsExactly(
            new Sentence(
                "No clause of the kinds asked for was found in this document.", List.of()));
  }

  @Test
  void quotesWhatHasNoValue() {
    assertThat(
            new Document()
                .with("effective-date", "on the date of the last  signature below")
                .with("governing-law", "the law of the place of performance")
                .sentences())
        .contains(
            "It says of its start: \"on the date of the last signature below\".",
            "It chooses its governing law: \"the law of the place of performance\".");
  }

  @Test
  void doesNotQuoteBlanks() {
    assertThat(
            new Document()
                .with("effective-date", "[___________________]")
                .with("governing-law", "[***]")
                .with("insurance", "shall insure")
                .sentences())
        .hasSize(2);
  }

  @Test
  void namesConflictingLaws() {
    assertThat(
            new Document()
                .with("governing-law", "the laws of Ohio")
                .with("governing-law", "the laws of the United Kingdom")
                .sentences())
        .contains("It names the law of more than one place: Ohio and the United Kingdom.");
  }

  @Test
  void tellsTermsWithoutEndAndNoticeWithoutRenewal() {
    assertThat(
            new Document()
                .with("expiration-date", "continues indefinitely")
                .with("notice-period-to-terminate-renewal", "ninety (90) days")
                .sentences())
        .contains(
            "It has an indefinite term.", "Notice of 90 days is needed to prevent its renewal.");
  }

  @Test
  void keepsThePrecisionOfDates() {
    assertThat(
            new Document()
                .with("effective-date", "March 2019")
                .with("expiration-date", "ends on March 31, 2020")
                .sentences())
        .contains("It takes effect in March 2019 and ends on March 31, 2020.");
  }

  @Test
  void countsPartiesBeyondTheFourth() {
    Document document = new Document();
    for (String name : List.of("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot")) {
      document.with("parties", name + " Inc.");
    }

    assertThat(document.sentences().get(0))
        .isEqualTo(
            "This is an agreement between Alpha Inc., Bravo Inc., Charlie Inc., Delta Inc. and 2"
                + " others.");
  }

  @Test
  void doesNotDoubleTheFullStopOfAnAbbreviation() {
    assertThat(
            new Document().with("parties", "Alpha Inc.").with("parties", "Bravo Inc.").sentences())
        .startsWith("This is an agreement between Alpha Inc. and Bravo Inc.");
  }

  @Test
  void tellsQuestionsOfAUsersOwnSet() {
    Question rent =
        new Question("rent", "Monthly rent", "What is the rent?", AnswerType.MONEY, null, null);
    Question pets =
        new Question("pets", "Pets", "Are pets allowed?", AnswerType.YES_NO, null, null);

    assertThat(
            new Document(new QuestionSet("lease", List.of(rent, pets)))
                .with("rent", "a rent of EUR 900")
                .with("pets", "one dog")
                .sentences())
        .contains("It has further clauses: Monthly rent (EUR 900) and Pets.");
  }

  @Test
  void tellsOfAGroupWhatEachDocumentIs() {
    String master = "Master Agreement";
    String amendment = "First Amendment";
    Context group =
        new Context(
            "c",
            master + "\n" + amendment,
            List.of(new Part("d", 0, master.length()), new Part("e", master.length() + 1, 32)));
    List<Clause> clauses =
        List.of(
            new Clause("d", "document-name", 0, 16, master, 0.9, MatchTier.EXACT, null),
            new Clause("e", "document-name", 0, 15, amendment, 0.9, MatchTier.EXACT, null));

    List<Summary> summaries = compose(group, QuestionSet.cuad(), clauses);

    assertThat(summaries).extracting(Summary::documentId).containsExactly("d", "e", null);
    assertThat(summaries.get(2).text())
        .isEqualTo(
            "These are 2 documents read together. One is the document titled \"Master"
                + " Agreement\". One is the document titled \"First Amendment\".");
    assertThat(summaries.get(2).sentences())
        .allSatisfy(sentence -> assertThat(sentence.support()).isNotEmpty());
  }

  @Test
  void usesNoAnswerThatFailed() {
    Context context = new Context("c", "text", List.of(new Part("d", 0, 4)));
    List<Answer> answers =
        QuestionSet.cuad().questions().stream()
            .map(question -> Answer.without("d", question.id(), AnswerState.FAILED, null))
            .toList();

    List<Summary> summaries =
        ContractAbstract.compose(
            context, QuestionSet.cuad(), answers, new DecisionThresholds(Map.of()));

    assertThat(summaries.get(0).sentences()).hasSize(1);
  }
}
