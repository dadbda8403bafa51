package org.unabridged.pipeline.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.Part;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Summary;
import org.unabridged.inference.Support;

/**
 * Finds clauses by patterns; a token is a word. Counts its work, can be slowed down, and can be
 * made to refuse a context: for tests in which the bundled model is not the subject.
 */
public final class KeywordModel implements ModelHandler {
  /** System property: milliseconds that each context takes. */
  public static final String DELAY = "keyword.delay";

  /** A context with this word is refused. */
  public static final String REFUSED = "unspeakable";

  private static final AtomicInteger PREDICTIONS = new AtomicInteger();
  private static final Map<String, Pattern> PATTERNS = patterns();

  private static volatile Runnable atEachContext = () -> {};

  private final ModelDescription description;

  KeywordModel(ModelDescription description) {
    this.description = description;
  }

  /** How many contexts all handlers of this process have read. */
  public static int predictions() {
    return PREDICTIONS.get();
  }

  /** What to do before a context is read, in this process. */
  public static void atEachContext(Runnable action) {
    atEachContext = action;
  }

  static List<String> questionIds() {
    return List.copyOf(PATTERNS.keySet());
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public long countTokens(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  @Override
  public InferenceOutcome predict(Context context, QuestionSet questions) {
    PREDICTIONS.incrementAndGet();
    atEachContext.run();
    LockSupport.parkNanos(Duration.ofMillis(Integer.getInteger(DELAY, 0)).toNanos());
    if (context.text().contains(REFUSED)) {
      return new InferenceFailure(
          context.contextId(), InferenceFailure.Category.MODEL_REFUSED, "it will not be read");
    }
    List<Answer> answers = new ArrayList<>();
    List<Summary> summaries = new ArrayList<>();
    for (Part part : context.parts()) {
      for (Question question : questions.questions()) {
        answers.add(answer(part, context.textOf(part), question));
      }
      summaries.add(summary(part, answers));
    }
    long tokens = countTokens(context.text());
    return new PredictionResult(
        context.contextId(),
        description.name(),
        description.engine(),
        description.fingerprint(),
        tokens,
        tokens,
        0,
        0,
        answers,
        summaries,
        Duration.ofMillis(1));
  }

  private static Answer answer(Part part, String text, Question question) {
    Pattern pattern = PATTERNS.get(question.id());
    if (pattern == null) {
      return Answer.without(
          part.documentId(), question.id(), AnswerState.NOT_SUPPORTED, "no rule for it");
    }
    List<Clause> clauses = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      clauses.add(
          new Clause(
              part.documentId(),
              question.id(),
              matcher.start(),
              matcher.end(),
              matcher.group(),
              0.9,
              MatchTier.EXACT,
              matcher.group(1)));
    }
    if (clauses.isEmpty()) {
      return Answer.without(part.documentId(), question.id(), AnswerState.ABSENT, null);
    }
    return new Answer(
        part.documentId(),
        question.id(),
        AnswerState.FOUND,
        clauses.get(0).value(),
        0.9,
        null,
        "a pattern matched",
        clauses,
        0);
  }

  private static Summary summary(Part part, List<Answer> answers) {
    List<Sentence> sentences = new ArrayList<>();
    for (Answer answer : answers) {
      if (answer.documentId().equals(part.documentId()) && answer.state() == AnswerState.FOUND) {
        Clause clause = answer.clauses().get(0);
        Support support =
            new Support(part.documentId(), clause.questionId(), clause.start(), clause.end());
        sentences.add(new Sentence(clause.questionId() + ": " + answer.value(), List.of(support)));
      }
    }
    return new Summary(part.documentId(), "en", "composed", sentences);
  }

  private static Map<String, Pattern> patterns() {
    Map<String, Pattern> patterns = new LinkedHashMap<>();
    patterns.put("governing-law", Pattern.compile("governed by the laws of ([A-Z]\\w+)"));
    patterns.put("cap-on-liability", Pattern.compile("liability[^.]{0,80}exceed ([^.]+)"));
    return patterns;
  }

  @Override
  public void close() {}
}
