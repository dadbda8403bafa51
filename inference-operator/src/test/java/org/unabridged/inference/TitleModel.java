package org.unabridged.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model for tests that finds a clause wherever a question's title is written. Words of its own in
 * a text make it behave badly: LOSES reads a token less than it was sent, OFFLINE fails, BROKEN
 * throws, FORGETS leaves out an answer, INVENTS quotes what is not there.
 */
final class TitleModel implements ModelHandler {
  static final String NAME = "title-model";
  static final long WINDOW = 40;

  private final ModelDescription description;

  TitleModel(ModelDescription description) {
    this.description = description;
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
    if (context.text().contains("BROKEN")) {
      throw new IllegalStateException("a bug in the model");
    }
    if (context.text().contains("OFFLINE")) {
      return new InferenceFailure(
          context.contextId(), InferenceFailure.Category.MODEL_UNAVAILABLE, "nobody answers");
    }
    long tokens = countTokens(context.text());
    return new PredictionResult(
        context.contextId(),
        NAME,
        description.engine(),
        description.fingerprint(),
        tokens,
        context.text().contains("LOSES") ? tokens - 1 : tokens,
        0,
        0,
        answers(context, questions),
        List.of(),
        Duration.ofMillis(1));
  }

  private static List<Answer> answers(Context context, QuestionSet questions) {
    List<Answer> answers = new ArrayList<>();
    for (Part part : context.parts()) {
      for (Question question : questions.questions()) {
        answers.add(answer(context, part, question));
      }
    }
    return context.text().contains("FORGETS") ? answers.subList(1, answers.size()) : answers;
  }

  private static Answer answer(Context context, Part part, Question question) {
    String title = question.title();
    int start = context.textOf(part).indexOf(title);
    if (start < 0) {
      return Answer.without(part.documentId(), question.id(), AnswerState.ABSENT, null);
    }
    Clause clause =
        new Clause(
            part.documentId(),
            question.id(),
            start,
            start + title.length(),
            context.text().contains("INVENTS") ? title.toUpperCase(Locale.ROOT) : title,
            0.9,
            MatchTier.EXACT,
            null);
    return new Answer(
        part.documentId(),
        question.id(),
        AnswerState.FOUND,
        null,
        0.9,
        null,
        null,
        List.of(clause),
        0);
  }

  @Override
  public void close() {
    TitleModelProvider.OPEN.decrementAndGet();
  }
}
