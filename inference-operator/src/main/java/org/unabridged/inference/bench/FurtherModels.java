package org.unabridged.inference.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.qwen35.Qwen35Model;
import org.unabridged.inference.qwen35.Qwen35Options;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.WeightFile;

/**
 * Compares the runtime with other implementations on models that {@code
 * measuring/further_models.py} made: with a reference in double precision, of which it must be
 * within a tolerance, and with llama.cpp, for orientation. Every token's logits are compared, read
 * one by one and in pieces.
 */
final class FurtherModels {

  /** The file that lists the models. */
  static final String LIST = "further.json";

  /** Of quantised weights, multiplied in float32. */
  static final double QUANTISED_TOLERANCE = 1e-3;

  /** Share of tokens after which the likeliest must be the reference's, whatever the kernels. */
  static final double AGREEMENT = 0.99;

  /** Tokens of a piece: no multiple of any block. */
  private static final int PIECE = 37;

  private final Path directory;
  private final TensorKernels kernels;
  private final PrintStream out;

  FurtherModels(Path directory, TensorKernels kernels, PrintStream out) {
    this.directory = directory;
    this.kernels = kernels;
    this.out = out;
  }

  /**
   * How far logits are from the reference's.
   *
   * @param largest difference
   * @param agreement share of tokens after which the likeliest is the same
   */
  record Distance(double largest, double agreement) {

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.1e (likeliest %.1f %%)", largest, 100 * agreement);
    }
  }

  /** Checks all models of the directory's list, and prints each distance. */
  boolean run() throws IOException {
    boolean passed = true;
    JsonNode list = new ObjectMapper().readTree(directory.resolve(LIST).toFile());
    try (Workers workers = new Workers(2)) {
      for (JsonNode entry : list.get("models")) {
        passed &= check(entry, workers);
      }
    }
    return passed;
  }

  private boolean check(JsonNode entry, Workers workers) throws IOException {
    String file = entry.get("file").asText();
    int[] tokens = new int[entry.get("tokens").size()];
    Arrays.setAll(tokens, i -> entry.get("tokens").get(i).asInt());
    NumpyArray expected = NumpyArray.open(directory.resolve(entry.get("expected").asText()));
    WeightFile weights = WeightFile.open(directory.resolve(file));
    Qwen35Options precise = Qwen35Options.defaults().withCacheFormat(BlockFormat.F32);
    Distance exact =
        distance(Qwen35Model.of(weights, precise, floats(), workers), tokens, expected);
    Distance usual =
        distance(
            Qwen35Model.of(weights, Qwen35Options.defaults(), kernels, workers), tokens, expected);
    boolean quantised = entry.get("kind").asText().equals("quantised");
    boolean passed =
        exact.largest() <= (quantised ? QUANTISED_TOLERANCE : ForwardParity.TOLERANCE)
            && usual.agreement() >= AGREEMENT;
    out.printf(
        "%s: in float32 %s, by default %s%s%s%n",
        file, exact, usual, llama(entry, expected), passed ? "" : ": FAILED");
    return passed;
  }

  private static TensorKernels floats() {
    return TensorKernels.nativeAvailable()
        ? TensorKernels.inNativeFloat()
        : TensorKernels.bestInJava();
  }

  private String llama(JsonNode entry, NumpyArray expected) throws IOException {
    if (!entry.has("llamaF32")) {
      return "";
    }
    return "; llama.cpp with its cache in float32 "
        + distance(NumpyArray.open(directory.resolve(entry.get("llamaF32").asText())), expected)
        + ", by default "
        + distance(NumpyArray.open(directory.resolve(entry.get("llamaF16").asText())), expected);
  }

  private static Distance distance(NumpyArray actual, NumpyArray expected) {
    Comparison comparison = new Comparison(expected);
    float[] logits = new float[actual.columns()];
    for (int position = 0; position < actual.rows(); position++) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = actual.get(position, i);
      }
      comparison.add(position, logits);
    }
    return comparison.result();
  }

  private static Distance distance(Qwen35Model model, int[] tokens, NumpyArray expected) {
    Comparison comparison = new Comparison(expected);
    try (Sequence steps = model.start()) {
      for (int i = 0; i < tokens.length; i++) {
        steps.append(new int[] {tokens[i]});
        comparison.add(i, steps.logits());
      }
    }
    try (Sequence pieces = model.start()) {
      for (int from = 0; from < tokens.length; from += PIECE) {
        int to = Math.min(tokens.length, from + PIECE);
        pieces.append(Arrays.copyOfRange(tokens, from, to));
        comparison.add(to - 1, pieces.logits());
      }
    }
    return comparison.result();
  }

  private static final class Comparison {
    private final NumpyArray expected;
    private double largest;
    private int compared;
    private int agreeing;

    Comparison(NumpyArray expected) {
      this.expected = expected;
    }

    void add(int position, float @Nullable [] logits) {
      if (logits == null || logits.length != expected.columns()) {
        throw new IllegalStateException("logits of another vocabulary");
      }
      int best = 0;
      int likeliest = 0;
      for (int i = 0; i < logits.length; i++) {
        double difference = Math.abs((double) logits[i] - expected.get(position, i));
        largest =
            Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        best = logits[i] > logits[best] ? i : best;
        likeliest = expected.get(position, i) > expected.get(position, likeliest) ? i : likeliest;
      }
      compared++;
      agreeing += best == likeliest ? 1 : 0;
    }

    Distance result() {
      return new Distance(largest, (double) agreeing / compared);
    }
  }
}
