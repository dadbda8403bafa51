package org.unabridged.inference.qwen35;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.unabridged.inference.Context;
import org.unabridged.inference.Forecast;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.Window;
import org.unabridged.inference.prompting.AnswerCollector;
import org.unabridged.inference.prompting.ChatPrompt;
import org.unabridged.inference.prompting.ChatTokens;
import org.unabridged.inference.prompting.ContextText;

/**
 * Answers questions with a generative model. The context is read once; the questions continue from
 * there in batches. A clause's confidence is the geometric mean of the probabilities of the tokens
 * that named it, among those that could have come at each place; it says how sure the model was,
 * and is calibrated by nothing.
 *
 * <p>One context is read at a time, with all threads, so that memory is that of the longest.
 */
final class Qwen35Handler implements ModelHandler {
  private final ModelDescription description;
  private final List<Profile> profiles;
  private final ChatTokens tokens;
  private final ChatPrompt chat;
  private final ReadingOptions options;
  private final Runnable onClose;
  private final Semaphore reading = new Semaphore(1, true);

  /**
   * Makes a handler.
   *
   * @param profiles at least one, by growing windows
   */
  Qwen35Handler(
      ModelDescription description,
      List<Profile> profiles,
      ChatTokens tokens,
      ReadingOptions options,
      Runnable onClose) {
    this.description = description;
    this.profiles = List.copyOf(profiles);
    this.tokens = tokens;
    this.chat = new ChatPrompt(tokens);
    this.options = options;
    this.onClose = onClose;
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public long countTokens(String text) {
    return tokens.count(text);
  }

  @Override
  public List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (Profile profile : profiles) {
      windows.add(
          new Window(
              windows.isEmpty() ? Window.NATIVE : Window.EXTENDED, profile.model().window()));
    }
    return windows;
  }

  @Override
  public Forecast forecast(Context context, QuestionSet questions) {
    return new Reading(new ContextText(context), questions, chat, options).forecast();
  }

  @Override
  public InferenceOutcome predict(Context context, QuestionSet questions) {
    long started = System.nanoTime();
    Reading prepared = new Reading(new ContextText(context), questions, chat, options);
    Profile profile = profiles.get(profiles.size() - 1);
    for (int i = profiles.size() - 1; i >= 0; i--) {
      profile = prepared.longest() <= profiles.get(i).model().window() ? profiles.get(i) : profile;
    }
    if (prepared.longest() > profile.model().window()) {
      return overflow(
          context,
          "%d tokens with line numbers, questions and room for answers, but %s reads at most %d in"
                  .formatted(prepared.longest(), description.name(), profile.model().window())
              + " one pass: split the file, or put fewer documents into one context");
    }
    reading.acquireUninterruptibly();
    try {
      profile.memoryCheck().require(prepared.together(), prepared.sequences());
      return result(context, questions, prepared, profile, started);
    } catch (InsufficientMemoryException e) {
      return overflow(context, String.valueOf(e.getMessage()));
    } finally {
      reading.release();
    }
  }

  private PredictionResult result(
      Context context, QuestionSet questions, Reading read, Profile profile, long started) {
    AnswerCollector collector = read.run(profile);
    return new PredictionResult(
        context.contextId(),
        description.name(),
        description.engine(),
        description.fingerprint(),
        read.sent(),
        read.seen(),
        read.cached(),
        read.out(),
        collector.answers(questions),
        collector.summaries(),
        Duration.ofNanos(System.nanoTime() - started),
        read.pass());
  }

  private static InferenceFailure overflow(Context context, String message) {
    return new InferenceFailure(
        context.contextId(), InferenceFailure.Category.CONTEXT_OVERFLOW, message);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
