package org.unabridged.inference.clausemoe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.unabridged.inference.answering.DecisionThresholds;
import org.unabridged.inference.model.LayerShape;
import org.unabridged.inference.model.Layers;
import org.unabridged.inference.model.ResidualStream;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.PackedMatrix;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.tokenizer.TokenSequence;
import org.unabridged.inference.tokenizer.Tokenizer;
import org.unabridged.inference.weights.GgufFile;

/**
 * Configuration and weights of the tagger. Immutable and thread-safe: a pass over a document keeps
 * all that changes in objects of its own.
 */
final class ClauseMoeModel {

  static final String ARCHITECTURE = "clause-moe";

  private static final int MOST_LAYERS = 1024;

  private final Tokenizer tokenizer;
  private final List<String> labels;
  private final SpanDecoder decoder;
  private final int window;
  private final int width;
  private final NgramEmbedding embedding;
  private final Layers layers;
  private final Classifier classifier;

  private ClauseMoeModel(
      Tokenizer tokenizer,
      List<String> labels,
      SpanDecoder decoder,
      int window,
      int width,
      NgramEmbedding embedding,
      Layers layers,
      Classifier classifier) {
    this.tokenizer = tokenizer;
    this.labels = labels;
    this.decoder = decoder;
    this.window = window;
    this.width = width;
    this.embedding = embedding;
    this.layers = layers;
    this.classifier = classifier;
  }

  /**
   * Reads the model from a file.
   *
   * @throws IllegalArgumentException if the file holds another architecture, or sizes that do not
   *     fit together
   */
  static ClauseMoeModel read(GgufFile file, FloatKernels kernels) {
    requireArchitecture(file);
    LayerShape shape = shape(file);
    Tokenizer tokenizer =
        new Tokenizer(file.strings("tokenizer.ggml.tokens"), file.strings("tokenizer.ggml.merges"));
    List<String> labels = labels(file);
    return new ClauseMoeModel(
        tokenizer,
        labels,
        SpanDecoder.read(file, labels.size()),
        count(file, "context_length"),
        shape.width(),
        embedding(file, shape, tokenizer.vocabularySize(), kernels),
        Layers.read(file, layerCount(file), shape, kernels),
        classifier(file, shape, labels.size(), kernels));
  }

  private static void requireArchitecture(GgufFile file) {
    String architecture = file.string("general.architecture");
    if (!architecture.equals(ARCHITECTURE)) {
      throw new IllegalArgumentException(
          file.path() + ": architecture " + architecture + ", not " + ARCHITECTURE);
    }
    String split = file.string("tokenizer.ggml.pre");
    if (!split.equals("qwen35")) {
      throw new IllegalArgumentException(file.path() + ": tokenizer.ggml.pre " + split);
    }
  }

  /** Identifiers of the clause types, in the order of the outputs. */
  static List<String> labels(GgufFile file) {
    List<String> labels = file.strings(ARCHITECTURE + ".classifier.labels");
    if (labels.isEmpty() || new HashSet<>(labels).size() != labels.size()) {
      throw new IllegalArgumentException(file.path() + ": labels missing or doubled: " + labels);
    }
    return labels;
  }

  private static int layerCount(GgufFile file) {
    int layers = count(file, "block_count");
    if (layers > MOST_LAYERS) {
      throw new IllegalArgumentException(file.path() + ": " + layers + " layers");
    }
    return layers;
  }

  private static LayerShape shape(GgufFile file) {
    int valueHeads = count(file, "ssm.time_step_rank");
    return new LayerShape(
        count(file, "embedding_length"),
        count(file, "ssm.group_count"),
        valueHeads,
        count(file, "ssm.state_size"),
        count(file, "ssm.inner_size") / Math.max(1, valueHeads),
        count(file, "ssm.conv_kernel"),
        count(file, "expert_count"),
        count(file, "expert_used_count"),
        count(file, "expert_feed_forward_length"),
        count(file, "expert_shared_feed_forward_length"),
        file.real(ARCHITECTURE + ".attention.layer_norm_rms_epsilon"));
  }

  private static NgramEmbedding embedding(
      GgufFile file, LayerShape shape, int vocabulary, FloatKernels kernels) {
    int buckets = count(file, "ngram.bucket_count");
    int ngramWidth = count(file, "ngram.embedding_length");
    return new NgramEmbedding(
        kernels,
        file.tensor("token_embd.weight", vocabulary, shape.width()),
        file.tensor("ngram_embd.weight", buckets, ngramWidth),
        PackedMatrix.stack(
            kernels, List.of(file.tensor("ngram_proj.weight", shape.width(), ngramWidth))));
  }

  private static Classifier classifier(
      GgufFile file, LayerShape shape, int types, FloatKernels kernels) {
    return new Classifier(
        kernels,
        file.tensor("output_norm.weight", shape.width()).toArray(),
        shape.epsilon(),
        PackedMatrix.stack(kernels, List.of(file.tensor("output.weight", types, shape.width()))),
        file.tensor("output.bias", types).toArray());
  }

  private static int count(GgufFile file, String key) {
    return file.count(ARCHITECTURE + "." + key);
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  List<String> labels() {
    return labels;
  }

  SpanDecoder decoder() {
    return decoder;
  }

  /** How sure each clause type must be to count as found. */
  DecisionThresholds decisionThresholds() {
    Map<String, Double> thresholds = new HashMap<>();
    for (int type = 0; type < labels.size(); type++) {
      thresholds.put(labels.get(type), decoder.decisionThreshold(type));
    }
    return new DecisionThresholds(thresholds);
  }

  /** Most tokens that one pass takes. */
  int window() {
    return window;
  }

  /** Reads a whole document in one pass and hands on the logits of its tokens, in their order. */
  void read(TokenSequence tokens, Workers.Lease lease, Classifier.LogitSink sink) {
    ResidualStream stream = new ResidualStream(tokens.size(), width);
    embedding.embed(tokens, stream, lease);
    layers.run(stream, lease);
    classifier.classify(stream, lease, sink);
  }

  /** The same model, computed in tasks of another size: for tests that the size does not matter. */
  ClauseMoeModel withTaskRows(int rows) {
    return new ClauseMoeModel(
        tokenizer,
        labels,
        decoder,
        window,
        width,
        embedding,
        layers.withTaskRows(rows),
        classifier);
  }

  /** Hidden states after the embedding and the first layers: for tests and for finding faults. */
  ResidualStream hidden(TokenSequence tokens, int layerCount, Workers.Lease lease) {
    ResidualStream stream = new ResidualStream(tokens.size(), width);
    embedding.embed(tokens, stream, lease);
    layers.first(layerCount).run(stream, lease);
    return stream;
  }
}
