package org.unabridged.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One inference with everything a handler promises checked: the window before, the coverage, the
 * completeness of the answers and every quote after.
 */
final class CheckedInference {
  /** A UTF-16 unit is at most three UTF-8 bytes, and a token at least one. */
  private static final long MOST_TOKENS_PER_UNIT = 3;

  private final ModelHandler handler;
  private final QuestionSet questions;

  CheckedInference(ModelHandler handler, QuestionSet questions) {
    this.handler = handler;
    this.questions = questions;
  }

  InferenceOutcome infer(Context context) {
    long window = handler.description().window();
    // Counting costs a tokenizer's pass, so texts that cannot overflow are spared it.
    if (context.text().length() * MOST_TOKENS_PER_UNIT > window) {
      long tokens = handler.countTokens(context.text());
      if (tokens > window) {
        return overflow(context, tokens, window);
      }
    }
    InferenceOutcome outcome = handler.predict(context, questions);
    return outcome instanceof PredictionResult result ? verify(context, result) : outcome;
  }

  private InferenceFailure overflow(Context context, long tokens, long window) {
    String advice =
        context.parts().size() > 1
            ? "read its " + context.parts().size() + " documents one by one instead of as a group"
            : "split the file into the agreements it consists of, or choose a model with a larger"
                + " window";
    return new InferenceFailure(
        context.contextId(),
        InferenceFailure.Category.CONTEXT_OVERFLOW,
        "%d tokens, but %s reads at most %d in one pass; %s"
            .formatted(tokens, handler.description().name(), window, advice));
  }

  private InferenceOutcome verify(Context context, PredictionResult result) {
    if (!result.coverageOk()) {
      return new InferenceFailure(
          context.contextId(),
          InferenceFailure.Category.TRUNCATED_BY_SERVER,
          "%d tokens sent, %d read by %s; its answers were not used"
              .formatted(result.tokensSent(), result.tokensSeen(), result.engine()),
          result.usage());
    }
    verifyCompleteness(context, result.answers());
    verifyQuotes(context, result.answers());
    return result;
  }

  private void verifyCompleteness(Context context, List<Answer> answers) {
    int next = 0;
    for (Part part : context.parts()) {
      for (Question question : questions.questions()) {
        Answer answer = next < answers.size() ? answers.get(next) : null;
        if (answer == null
            || !answer.documentId().equals(part.documentId())
            || !answer.questionId().equals(question.id())) {
          throw new IllegalStateException(
              "answer %d of context %s should be to %s about %s"
                  .formatted(next, context.contextId(), question.id(), part.documentId()));
        }
        next++;
      }
    }
    if (next != answers.size()) {
      throw new IllegalStateException(
          "context " + context.contextId() + " has " + answers.size() + " answers, not " + next);
    }
  }

  private static void verifyQuotes(Context context, List<Answer> answers) {
    Map<String, Part> parts = new HashMap<>();
    context.parts().forEach(part -> parts.put(part.documentId(), part));
    for (Answer answer : answers) {
      for (Clause clause : answer.clauses()) {
        Part part = parts.get(clause.documentId());
        if (part == null
            || clause.end() > part.end() - part.start()
            || !context.text().startsWith(clause.quote(), part.start() + clause.start())) {
          throw new IllegalStateException(
              "the quote of %s at %d to %d is not the text of document %s"
                  .formatted(
                      clause.questionId(), clause.start(), clause.end(), clause.documentId()));
        }
      }
    }
  }
}
