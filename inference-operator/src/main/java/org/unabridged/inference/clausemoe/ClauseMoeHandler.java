package org.unabridged.inference.clausemoe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.unabridged.inference.Answer;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.Part;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.answering.AnswerAssembler;
import org.unabridged.inference.answering.DecisionThresholds;
import org.unabridged.inference.clausemoe.SpanDecoder.Span;
import org.unabridged.inference.summary.ContractAbstract;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.tokenizer.TokenSequence;
import org.unabridged.inference.weights.GgufFile;
import org.unabridged.inference.weights.ModelFile;

/**
 * Answers questions with the bundled tagger. Calls from several threads share the weights and the
 * worker threads; each keeps its own hidden states, about a kilobyte per token.
 */
final class ClauseMoeHandler implements ModelHandler {

  /**
   * Contexts beyond this many tokens are read one at a time, so that memory is bounded by the
   * longest.
   */
  private static final int LONG_CONTEXT = 65_536;

  /** What the labelled training data is written in; in other languages answers would be guesses. */
  private static final Set<String> LANGUAGES = Set.of("en");

  private final ClauseMoeModel model;
  private final ModelDescription description;
  private final DecisionThresholds thresholds;
  private final Workers workers;
  private final Semaphore longContexts = new Semaphore(1, true);

  private ClauseMoeHandler(ClauseMoeModel model, ModelDescription description, Workers workers) {
    this.model = model;
    this.description = description;
    this.thresholds = model.decisionThresholds();
    this.workers = workers;
  }

  /** Loads the model from a file. */
  static ClauseMoeHandler open(ModelFile file, int threads, FloatKernels kernels)
      throws IOException {
    GgufFile gguf = GgufFile.open(file.path());
    return new ClauseMoeHandler(
        ClauseMoeModel.read(gguf, kernels),
        ClauseMoeDescription.of(gguf, file, kernels),
        new Workers(threads));
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public long countTokens(String text) {
    return model.tokenizer().count(text);
  }

  @Override
  public InferenceOutcome predict(Context context, QuestionSet questions) {
    long started = System.nanoTime();
    TokenSequence tokens = model.tokenizer().encode(context.text());
    if (tokens.size() > model.window()) {
      return overflow(context, tokens.size());
    }
    ContextReader reader =
        new ContextReader(context, tokens, model.decoder(), model.labels().size());
    read(tokens, reader);
    List<Answer> answers =
        new AnswerAssembler(questions, thresholds, LANGUAGES)
            .assemble(context, clauses(context, reader));
    return new PredictionResult(
        context.contextId(),
        description.name(),
        description.engine(),
        description.fingerprint(),
        tokens.size(),
        reader.seen(),
        0,
        0,
        answers,
        ContractAbstract.compose(context, questions, answers, thresholds),
        Duration.ofNanos(System.nanoTime() - started));
  }

  private InferenceFailure overflow(Context context, int tokens) {
    return new InferenceFailure(
        context.contextId(),
        InferenceFailure.Category.CONTEXT_OVERFLOW,
        tokens
            + " tokens, but "
            + description.name()
            + " reads at most "
            + model.window()
            + ": split the file, or put fewer documents into one context");
  }

  private void read(TokenSequence tokens, ContextReader reader) {
    boolean isLong = tokens.size() > LONG_CONTEXT;
    if (isLong) {
      longContexts.acquireUninterruptibly();
    }
    try (Workers.Lease lease = workers.lease()) {
      model.read(tokens, lease, reader);
    } finally {
      if (isLong) {
        longContexts.release();
      }
    }
  }

  private List<Clause> clauses(Context context, ContextReader reader) {
    List<Clause> clauses = new ArrayList<>();
    for (int i = 0; i < context.parts().size(); i++) {
      Part part = context.parts().get(i);
      reader.spans(i).forEach(span -> clauses.add(clause(context, part, span)));
    }
    return clauses;
  }

  private Clause clause(Context context, Part part, Span span) {
    return new Clause(
        part.documentId(),
        model.labels().get(span.type()),
        span.start() - part.start(),
        span.end() - part.start(),
        context.text().substring(span.start(), span.end()),
        span.confidence(),
        MatchTier.EXACT,
        null);
  }

  @Override
  public void close() {
    workers.close();
  }
}
