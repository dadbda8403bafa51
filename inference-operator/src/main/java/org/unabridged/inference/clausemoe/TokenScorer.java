package org.unabridged.inference.clausemoe;

import java.io.IOException;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.tokenizer.TokenSequence;
import org.unabridged.inference.weights.GgufFile;

/** The bundled model's bare scores, without clauses and answers: for measuring and comparing. */
public final class TokenScorer implements AutoCloseable {

  private final ClauseMoeModel model;
  private final FloatKernels kernels;
  private final Workers workers;

  private TokenScorer(ClauseMoeModel model, FloatKernels kernels, Workers workers) {
    this.model = model;
    this.kernels = kernels;
    this.workers = workers;
  }

  /** Loads the bundled model. */
  public static TokenScorer open(RuntimeOptions options) throws IOException {
    FloatKernels kernels = FloatKernels.of(options.kernels());
    GgufFile file = GgufFile.open(ClauseMoeProvider.bundled().path());
    return new TokenScorer(
        ClauseMoeModel.read(file, kernels), kernels, new Workers(options.threads()));
  }

  /** Which kernels compute. */
  public String kernels() {
    return kernels.name();
  }

  /** Number of scores of a token. */
  public int types() {
    return model.labels().size();
  }

  /** The tokens of a text. */
  public TokenSequence encode(String text) {
    return model.tokenizer().encode(text);
  }

  /** Reads a document in one pass and hands on its tokens' scores, before the logistic function. */
  public void score(TokenSequence tokens, ScoreSink sink) {
    try (Workers.Lease lease = workers.lease()) {
      model.read(tokens, lease, sink::accept);
    }
  }

  @Override
  public void close() {
    workers.close();
  }

  /** Receives the scores of one token after the other. */
  @FunctionalInterface
  public interface ScoreSink {

    /**
     * Takes one token's scores.
     *
     * @param token its index
     * @param logits holds them; reused after the call
     * @param offset where they start
     */
    void accept(int token, float[] logits, int offset);
  }
}
