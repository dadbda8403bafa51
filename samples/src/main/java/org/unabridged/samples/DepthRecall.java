package org.unabridged.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Context;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.Part;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RuntimeOptions;

/**
 * Measures the bundled model on one long contract: {@code DepthRecall [TOKENS [SEED [THREADS]]]}.
 * Prints tokens per second, the process's peak resident memory, and how many planted clauses were
 * found in each tenth of the text.
 */
public final class DepthRecall {

  private static final String MODEL = "clause-moe";
  private static final String DOCUMENT = "long-contract";

  /** Long enough that the share of tokens to characters has settled. */
  private static final long PROBE_CHARACTERS = 400_000;

  /** One clause of each kind in each tenth. */
  private static final int CLAUSES_PER_DECILE = LongContract.questionIds().size();

  private final ModelHandler handler;
  private final PrintStream out;

  private DepthRecall(ModelHandler handler, PrintStream out) {
    this.handler = handler;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    long tokens = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    RuntimeOptions options = RuntimeOptions.defaults();
    if (arguments.length > 2) {
      options = options.withThreads(Integer.parseInt(arguments[2]));
    }
    try (ModelHandler handler = ModelHandlers.open(MODEL, options)) {
      new DepthRecall(handler, System.out).measure(tokens, seed, options);
    }
  }

  private void measure(long tokens, long seed, RuntimeOptions options) throws IOException {
    StringBuilder text = new StringBuilder();
    List<PlantedClause> planted =
        new LongContract(seed, charactersFor(tokens, seed), CLAUSES_PER_DECILE).writeTo(text);
    PredictionResult result = predict(text.toString());
    printMachine(seed, options);
    printSpeed(result, text.length());
    List<Clause> clauses =
        result.answers().stream().flatMap(answer -> answer.clauses().stream()).toList();
    requireExactQuotes(text, clauses);
    print("every reported clause", RecallByDecile.of(planted, clauses));
    print(
        "clauses with confidence of 0.5 and more",
        RecallByDecile.of(
            planted, clauses.stream().filter(clause -> clause.confidence() >= 0.5).toList()));
  }

  /** A length that comes to about this many tokens but not to more than the model's window. */
  private long charactersFor(long tokens, long seed) throws IOException {
    StringBuilder probe = new StringBuilder();
    new LongContract(seed, PROBE_CHARACTERS, CLAUSES_PER_DECILE).writeTo(probe);
    double charactersPerToken = (double) probe.length() / handler.countTokens(probe.toString());
    return Math.max(
        10L * CLAUSES_PER_DECILE * 2000,
        (long) (Math.min(tokens, handler.description().window() * 0.99) * charactersPerToken));
  }

  private PredictionResult predict(String text) {
    Context context = new Context(DOCUMENT, text, List.of(new Part(DOCUMENT, 0, text.length())));
    InferenceOutcome outcome = handler.predict(context, QuestionSet.cuad());
    if (outcome instanceof InferenceFailure failure) {
      throw new IllegalStateException(failure.category() + ": " + failure.message());
    }
    PredictionResult result = (PredictionResult) outcome;
    if (!result.coverageOk()) {
      throw new IllegalStateException(
          "sent " + result.tokensSent() + " tokens, the model saw " + result.tokensSeen());
    }
    return result;
  }

  private static void requireExactQuotes(CharSequence text, List<Clause> clauses) {
    for (Clause clause : clauses) {
      if (!clause.quote().contentEquals(text.subSequence(clause.start(), clause.end()))) {
        throw new IllegalStateException("the text at " + clause + " is another");
      }
    }
  }

  private void printMachine(long seed, RuntimeOptions options) {
    ModelDescription model = handler.description();
    out.printf(
        Locale.ROOT,
        "machine  %s, %d processors; Java %s%nmodel    %s %s, %s%nsettings %d threads, kernels %s, seed %d%n",
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        model.name(),
        model.fingerprint(),
        model.engine(),
        options.threads(),
        options.kernels(),
        seed);
  }

  private void printSpeed(PredictionResult result, int characters) throws IOException {
    double seconds = result.inferenceTime().toMillis() / 1000.0;
    out.printf(
        Locale.ROOT,
        "speed    %,d tokens (%,d characters) in %.1f s: %,.0f tokens/s%n",
        result.tokensSent(),
        characters,
        seconds,
        result.tokensSent() / seconds);
    PeakMemory.resident()
        .ifPresentOrElse(
            bytes ->
                out.printf(Locale.ROOT, "memory   %.2f GiB resident at most%n", bytes / 0x1p30),
            () -> out.println("memory   unknown: this system does not tell"));
  }

  private void print(String what, RecallByDecile recall) {
    out.printf("%nRecall of planted clauses, %s%n", what);
    for (int decile = 0; decile < 10; decile++) {
      RecallByDecile.Count count = recall.deciles().get(decile);
      out.printf(
          Locale.ROOT,
          "  %3d-%3d %%  %3d of %3d  %.2f%n",
          10 * decile,
          10 * decile + 10,
          count.found(),
          count.planted(),
          count.share());
    }
    for (Map.Entry<String, RecallByDecile.Count> kind :
        new TreeMap<>(recall.byQuestion()).entrySet()) {
      out.printf(
          Locale.ROOT,
          "  %-28s %3d of %3d%n",
          kind.getKey(),
          kind.getValue().found(),
          kind.getValue().planted());
    }
    out.printf(
        Locale.ROOT,
        "  all %d of %d, %.3f; %d clauses of these kinds elsewhere%n",
        recall.total().found(),
        recall.total().planted(),
        recall.total().share(),
        recall.others());
  }
}
