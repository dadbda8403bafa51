package org.unabridged.inference.prompting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Clause;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.Part;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Summary;
import org.unabridged.inference.Support;
import org.unabridged.inference.answering.AnswerAssembler;
import org.unabridged.inference.answering.DecisionThresholds;
import org.unabridged.inference.grounding.GroundedSpan;

/**
 * Turns what a model wrote about a context into answers and summaries. Only what was located in the
 * text becomes a clause or the support of a sentence; what was not is counted. An item that was
 * asked and of which nothing was located is absent only if the model named nothing and finished
 * saying so. Owned by one thread.
 */
public final class AnswerCollector {

  /** The {@link Summary#method()} of sentences that a model wrote. */
  public static final String METHOD = "generated";

  private final ContextText text;
  private final Map<Key, Found> found = new HashMap<>();
  private final List<Summary> summaries = new ArrayList<>();

  /** What became of one question about one document. */
  private static final class Found {
    final Map<Place, Clause> clauses = new LinkedHashMap<>();
    int unlocated;
    boolean cut;
    @Nullable String failure;
  }

  private record Key(String documentId, String questionId) {}

  private record Place(int start, int end) {}

  /**
   * What a model wrote.
   *
   * @param bytes JSON in UTF-8
   * @param own how many of them it wrote itself, before the text was completed for it
   * @param confidence how sure it was
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody writes to the array
  public record Written(byte[] bytes, int own, Confidence confidence) {}

  /** How sure a model was of a part of its answer. */
  @FunctionalInterface
  public interface Confidence {
    /** From 0 to 1, of the bytes from one to before another. */
    double of(int from, int to);

    /** The same of a part that names a place, which was found in this way. */
    default double of(int from, int to, MatchTier tier) {
      return of(from, to);
    }
  }

  /** Starts without any answer. */
  public AnswerCollector(ContextText text) {
    this.text = text;
  }

  /**
   * Takes an answer to questions.
   *
   * @throws IOException if it is not of the form asked for
   */
  public void take(ExtractionPrompt prompt, Written written) throws IOException {
    AnswerReader.Answers answers = AnswerReader.read(written.bytes());
    String documentId = part(prompt.document()).documentId();
    for (Question question : prompt.questions()) {
      Integer end = answers.listEnds().get(question.id());
      if (end == null) {
        throw new IOException("no answer to " + question.id());
      }
      found(documentId, question.id()).cut = end > written.own();
    }
    for (NamedPlace place : answers.places()) {
      // What was completed by force, the model did not say.
      if (place.to() <= written.own()) {
        add(prompt.document(), place, written.confidence());
      }
    }
  }

  /** Notes that questions got no answer that could be used, and why. */
  public void fail(ExtractionPrompt prompt, String reason) {
    String documentId = part(prompt.document()).documentId();
    prompt.questions().forEach(question -> found(documentId, question.id()).failure = reason);
  }

  private void add(int document, NamedPlace place, Confidence confidence) {
    Found answer = found(part(document).documentId(), place.list());
    GroundedSpan span = text.index(document).locate(place.anchor());
    if (span == null) {
      answer.unlocated++;
      return;
    }
    answer.clauses.merge(
        new Place(span.start(), span.end()),
        clause(document, place.list(), span, confidence.of(place.from(), place.to(), span.tier())),
        (first, second) -> first.confidence() >= second.confidence() ? first : second);
  }

  private Clause clause(int document, String question, GroundedSpan span, double confidence) {
    Part part = part(document);
    return new Clause(
        part.documentId(),
        question,
        span.start(),
        span.end(),
        text.context().text().substring(part.start() + span.start(), part.start() + span.end()),
        confidence,
        span.tier(),
        null);
  }

  /**
   * Takes a summary. A sentence whose place was not located is dropped.
   *
   * @throws IOException if it is not of the form asked for
   */
  public void take(SummaryPrompt prompt, Written written) throws IOException {
    String documentId = part(prompt.document()).documentId();
    List<Sentence> sentences = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (NamedPlace place : AnswerReader.read(written.bytes()).places()) {
      String sentence = place.sentence().replaceAll("\\s+", " ").strip();
      GroundedSpan span =
          place.to() <= written.own() && !sentence.isBlank()
              ? text.index(prompt.document()).locate(place.anchor())
              : null;
      if (span != null && said.add(sentence)) {
        Support support = new Support(documentId, null, span.start(), span.end());
        sentences.add(new Sentence(sentence, List.of(support)));
      }
    }
    if (!sentences.isEmpty()) {
      summaries.add(new Summary(documentId, prompt.language(), METHOD, sentences));
    }
  }

  /**
   * The summaries of the documents of which some sentence has support. Where a passage named for a
   * sentence is for the most part a clause that was taken by then, the clause is the receipt.
   */
  public List<Summary> summaries() {
    return summaries.stream().map(this::withReceipts).toList();
  }

  private Summary withReceipts(Summary summary) {
    List<Sentence> sentences =
        summary.sentences().stream()
            .map(
                sentence ->
                    new Sentence(
                        sentence.text(),
                        sentence.support().stream().flatMap(this::receipts).distinct().toList()))
            .toList();
    return new Summary(summary.documentId(), summary.language(), summary.method(), sentences);
  }

  private Stream<Support> receipts(Support passage) {
    List<Support> clauses =
        found.values().stream()
            .flatMap(answer -> answer.clauses.values().stream())
            .filter(clause -> isMostly(passage, clause))
            .map(Support::of)
            .sorted(
                Comparator.comparingInt(Support::start)
                    .thenComparingInt(Support::end)
                    .thenComparing(support -> String.valueOf(support.questionId())))
            .toList();
    return clauses.isEmpty() ? Stream.of(passage) : clauses.stream();
  }

  /** Whether the two share at least half of the longer one. */
  private static boolean isMostly(Support passage, Clause clause) {
    int shared = Math.min(passage.end(), clause.end()) - Math.max(passage.start(), clause.start());
    int longer = Math.max(passage.end() - passage.start(), clause.end() - clause.start());
    return clause.documentId().equals(passage.documentId()) && 2 * shared >= longer && shared > 0;
  }

  /** One answer for every document and question of a context that was read whole. */
  public List<Answer> answers(QuestionSet questions) {
    List<Clause> clauses =
        found.values().stream().flatMap(answer -> answer.clauses.values().stream()).toList();
    Map<String, Double> thresholds =
        questions.questions().stream().collect(Collectors.toMap(Question::id, question -> 0.0));
    List<Answer> assembled =
        new AnswerAssembler(questions, new DecisionThresholds(thresholds))
            .assemble(text.context(), clauses);
    List<Answer> answers = new ArrayList<>();
    int each = questions.questions().size();
    for (int i = 0; i < assembled.size(); i++) {
      answers.add(finish(i / each, assembled.get(i)));
    }
    return answers;
  }

  private Answer finish(int document, Answer answer) {
    Found key = found.get(new Key(answer.documentId(), answer.questionId()));
    Found said = key == null ? new Found() : key;
    String warning = warning(document);
    if (answer.state() == AnswerState.ABSENT
        && (said.unlocated > 0 || said.cut || said.failure != null)) {
      return new Answer(
          answer.documentId(),
          answer.questionId(),
          AnswerState.FAILED,
          null,
          null,
          null,
          reason(said) + warning,
          List.of(),
          said.unlocated);
    }
    String more = said.unlocated == 0 ? "" : " " + unlocated(said) + " besides.";
    String limit = said.cut ? " There may be more: the answer was cut at its limit." : "";
    return new Answer(
        answer.documentId(),
        answer.questionId(),
        answer.state(),
        answer.value(),
        answer.confidence(),
        answer.risk(),
        answer.rationale() + more + limit + closest(answer) + warning,
        answer.clauses(),
        said.unlocated);
  }

  private static String reason(Found said) {
    if (said.failure != null) {
      return said.failure;
    }
    return said.cut ? "The answer was cut at its limit." : unlocated(said) + " in the text.";
  }

  private static String unlocated(Found said) {
    return said.unlocated == 1
        ? "The model named a passage that was not found"
        : "The model named " + said.unlocated + " passages that were not found";
  }

  private static String closest(Answer answer) {
    long fuzzy =
        answer.clauses().stream().filter(clause -> clause.matchTier() == MatchTier.FUZZY).count();
    return fuzzy == 0 ? "" : " Located by similar words: " + fuzzy + ".";
  }

  /** What a reader of the answers should know of the document. */
  private String warning(int document) {
    List<AddressedText.Passage> passages = text.addressed(document);
    if (passages.isEmpty()) {
      return "";
    }
    int line = text.index(document).lines().numberAt(passages.get(0).start());
    return " Careful: the document speaks to a model in %s, first at character %d (line %d)."
        .formatted(
            passages.size() == 1 ? "one place" : passages.size() + " places",
            passages.get(0).start(),
            line);
  }

  private Part part(int document) {
    return text.context().parts().get(document);
  }

  private Found found(String documentId, String questionId) {
    return found.computeIfAbsent(new Key(documentId, questionId), key -> new Found());
  }
}
