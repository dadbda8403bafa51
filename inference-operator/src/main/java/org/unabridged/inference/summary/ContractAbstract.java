package org.unabridged.inference.summary;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Context;
import org.unabridged.inference.Part;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Summary;
import org.unabridged.inference.Support;
import org.unabridged.inference.answering.DecisionThresholds;

/**
 * Composes the abstract of a contract: what it is, between whom, from when to when, governed by
 * what, and which notable obligations and restrictions it has. At most a dozen sentences; the last
 * one says how they came about.
 */
public final class ContractAbstract {
  /** The {@link Summary#method()} of what is composed here. */
  public static final String METHOD = "composed";

  private static final String LANGUAGE = "en";

  private ContractAbstract() {}

  /**
   * One abstract per document that the model could say anything about; of a context with several
   * documents also one of the whole, which says what each of them is.
   *
   * @param answers of the context, as assembled with the same thresholds
   */
  public static List<Summary> compose(
      Context context, QuestionSet questions, List<Answer> answers, DecisionThresholds thresholds) {
    List<Summary> summaries = new ArrayList<>();
    List<Sentence> identities = new ArrayList<>();
    for (Part part : context.parts()) {
      if (!answered(part, answers)) {
        continue;
      }
      Facts facts = new Facts(part.documentId(), questions, answers, thresholds);
      summaries.add(new Summary(part.documentId(), LANGUAGE, METHOD, sentences(facts)));
      Sentence identity = Identity.tell(facts);
      if (identity != null) {
        identities.add(identity);
      }
    }
    if (context.parts().size() > 1 && !identities.isEmpty()) {
      summaries.add(new Summary(null, LANGUAGE, METHOD, whole(context, identities)));
    }
    return summaries;
  }

  private static boolean answered(Part part, List<Answer> answers) {
    return answers.stream()
        .filter(answer -> answer.documentId().equals(part.documentId()))
        .anyMatch(answer -> answer.state() != AnswerState.NOT_SUPPORTED);
  }

  private static List<Sentence> sentences(Facts facts) {
    List<Sentence> sentences = new ArrayList<>();
    add(sentences, Identity.tell(facts));
    Term.tell(facts, sentences);
    add(sentences, Law.tell(facts));
    for (Topic topic : Topic.values()) {
      add(sentences, topic.tell(facts));
    }
    add(sentences, OtherClauses.tell(facts));
    sentences.add(closing(sentences));
    return sentences;
  }

  private static void add(List<Sentence> sentences, @Nullable Sentence sentence) {
    if (sentence != null) {
      sentences.add(sentence);
    }
  }

  private static Sentence closing(List<Sentence> sentences) {
    Set<Support> support = new LinkedHashSet<>();
    sentences.forEach(sentence -> support.addAll(sentence.support()));
    if (support.isEmpty()) {
      return new Sentence(
          "No clause of the kinds asked for was found in this document.", List.of());
    }
    String passages =
        support.size() == 1 ? "one extracted passage" : support.size() + " extracted passages";
    return new Sentence(
        "This abstract was composed by fixed rules from " + passages + ".", List.copyOf(support));
  }

  private static List<Sentence> whole(Context context, List<Sentence> identities) {
    List<Sentence> sentences = new ArrayList<>();
    Set<Support> support = new LinkedHashSet<>();
    identities.forEach(identity -> support.addAll(identity.support()));
    sentences.add(
        new Sentence(
            "These are " + context.parts().size() + " documents read together.",
            List.copyOf(support)));
    identities.forEach(
        identity ->
            sentences.add(
                new Sentence(
                    identity.text().replaceFirst("^This is", "One is"), identity.support())));
    return sentences;
  }
}
