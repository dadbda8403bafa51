package org.unabridged.inference.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.qwen35.Qwen35Model;
import org.unabridged.inference.qwen35.Qwen35Options;
import org.unabridged.inference.qwen35.Qwen35Sequence;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.WeightFile;

/**
 * Compares the logits of small models with those of a reference in double precision, for every way
 * of reading the same tokens. Reads {@code forward_golden.json} and {@code gguf/NAME.gguf} of each
 * model in it that has such a file.
 */
final class ForwardParity {

  /** The file that lists the models and their logits. */
  static final String LIST = "forward_golden.json";

  /** The largest difference that passes, with a cache in float32. */
  static final double TOLERANCE = 1e-4;

  private static final int[] EDGES = {1, 63, 64, 65, 127};

  /** Steps after each prefill, before the rest is read at once. */
  private static final int STEPS = 20;

  private final Map<Integer, float[]> expected = new TreeMap<>();
  private final int[] tokens;
  private final Qwen35Model model;

  private ForwardParity(JsonNode golden, Qwen35Model model) {
    this.model = model;
    this.tokens = new int[golden.get("num_tokens").asInt()];
    int vocabulary = golden.get("config").get("vocab_size").asInt();
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (int) ((7L * i * i + 13L * i + 5) % vocabulary);
    }
    golden
        .get("logits")
        .fields()
        .forEachRemaining(
            entry -> expected.put(Integer.valueOf(entry.getKey()), floats(entry.getValue())));
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values.get(i).asDouble();
    }
    return floats;
  }

  /** Checks all models of a directory, and prints each difference. */
  static boolean run(
      Path directory, TensorKernels kernels, List<BlockFormat> caches, PrintStream out)
      throws IOException {
    JsonNode root = new ObjectMapper().readTree(directory.resolve(LIST).toFile());
    boolean passed = true;
    try (Workers workers = new Workers(2)) {
      for (JsonNode golden : root.get("models")) {
        String name = golden.get("name").asText();
        Path file = directory.resolve("gguf").resolve(name + ".gguf");
        if (!Files.exists(file)) {
          out.println(name + ": skipped, there is no " + file);
          continue;
        }
        for (BlockFormat cache : caches) {
          Qwen35Options options = Qwen35Options.defaults().withCacheFormat(cache);
          Qwen35Model model = Qwen35Model.of(WeightFile.open(file), options, kernels, workers);
          double worst = new ForwardParity(golden, model).check(name + ", cache " + cache, out);
          passed &= worst <= TOLERANCE || cache != BlockFormat.F32;
        }
      }
    }
    return passed;
  }

  private double check(String name, PrintStream out) throws IOException {
    double[] differences = {prefill(), decode(), continued(), split(), restored(), together()};
    double worst = Arrays.stream(differences).max().orElse(0);
    out.printf(
        "%s: max |difference of logits| prefill %.1e, token by token %.1e, prefill then decode %.1e,"
            + " split at chunk edges %.1e, forked and reloaded %.1e, several at once %.1e%n",
        name,
        differences[0],
        differences[1],
        differences[2],
        differences[3],
        differences[4],
        differences[5]);
    return worst;
  }

  /** Each prefix with known logits read at once. */
  private double prefill() {
    double worst = 0;
    for (int position : expected.keySet()) {
      try (Sequence sequence = model.start()) {
        sequence.append(Arrays.copyOf(tokens, position + 1));
        worst = Math.max(worst, difference(sequence, position));
      }
    }
    return worst;
  }

  private double decode() {
    try (Sequence sequence = model.start()) {
      return step(sequence, 0, tokens.length);
    }
  }

  private double continued() {
    double worst = 0;
    for (int edge : EDGES) {
      try (Sequence sequence = model.start()) {
        sequence.append(Arrays.copyOf(tokens, edge));
        int end = Math.min(edge + STEPS, tokens.length - 1);
        worst = Math.max(worst, step(sequence, edge, end));
        sequence.append(Arrays.copyOfRange(tokens, end, tokens.length));
        worst = Math.max(worst, difference(sequence, tokens.length - 1));
      }
    }
    return worst;
  }

  /** Reads some of the tokens one by one. */
  private double step(Sequence sequence, int from, int to) {
    double worst = 0;
    for (int i = from; i < to; i++) {
      sequence.append(new int[] {tokens[i]});
      worst = Math.max(worst, difference(sequence, i));
    }
    return worst;
  }

  private double split() {
    double worst = 0;
    for (int edge : EDGES) {
      try (Sequence sequence = model.start()) {
        for (int from = 0; from < tokens.length; from += edge) {
          int to = Math.min(tokens.length, from + edge);
          sequence.append(Arrays.copyOfRange(tokens, from, to));
          worst = Math.max(worst, difference(sequence, to - 1));
        }
      }
    }
    return worst;
  }

  private double restored() throws IOException {
    double worst = 0;
    Path file = Files.createTempFile("parity", ".sequence");
    for (int edge : EDGES) {
      try (Qwen35Sequence sequence = (Qwen35Sequence) model.start()) {
        sequence.append(Arrays.copyOf(tokens, edge));
        sequence.save(file);
        int[] rest = Arrays.copyOfRange(tokens, edge, tokens.length);
        try (Sequence fork = sequence.fork();
            Sequence restored = model.restore(file)) {
          sequence.append(new int[] {1, 2, 3});
          fork.append(rest);
          restored.append(rest);
          worst = Math.max(worst, difference(fork, tokens.length - 1));
          worst = Math.max(worst, difference(restored, tokens.length - 1));
        }
      }
    }
    Files.delete(file);
    return worst;
  }

  /** The last token of prefixes of several lengths, in one step. */
  private double together() {
    int[] positions =
        expected.keySet().stream().mapToInt(Integer::intValue).filter(p -> p > 0).toArray();
    Sequence[] sequences = new Sequence[positions.length];
    int[] last = new int[positions.length];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = model.start();
      sequences[i].append(Arrays.copyOf(tokens, positions[i]));
      last[i] = tokens[positions[i]];
    }
    model.appendEach(Arrays.asList(sequences), last);
    double worst = 0;
    for (int i = 0; i < sequences.length; i++) {
      worst = Math.max(worst, difference(sequences[i], positions[i]));
      sequences[i].close();
    }
    return worst;
  }

  /** Zero where the logits of a position are not known. */
  private double difference(Sequence sequence, int position) {
    float[] known = expected.get(position);
    if (known == null) {
      return 0;
    }
    float[] actual = sequence.logits();
    double worst = actual.length == known.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < known.length; i++) {
      double difference = Math.abs((double) actual[i] - known[i]);
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    return worst;
  }
}
