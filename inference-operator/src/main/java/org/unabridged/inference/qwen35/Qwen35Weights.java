package org.unabridged.inference.qwen35;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.unabridged.inference.tensor.WeightMatrix;
import org.unabridged.inference.weights.WeightFile;
import org.unabridged.inference.weights.WeightFormatException;
import org.unabridged.inference.weights.WeightTensor;

/**
 * The weights of a model, as its file holds them. Names and shapes are checked on reading.
 *
 * @param embeddings hidden state of each token
 * @param layers from the first
 * @param norm before the head
 * @param head logit of each token, perhaps in several pieces; the embeddings themselves where the
 *     file has none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to the arrays
record Qwen35Weights(
    WeightTensor embeddings, List<Layer> layers, float[] norm, List<WeightMatrix> head) {

  /**
   * A layer.
   *
   * @param mixerNorm before the mixing of tokens
   * @param mixer how tokens are mixed
   * @param feedForwardNorm before the feed-forward network
   * @param feedForward what follows
   */
  record Layer(float[] mixerNorm, Mixer mixer, float[] feedForwardNorm, FeedForward feedForward) {}

  /** How a layer mixes tokens. */
  sealed interface Mixer {}

  /**
   * Gated full attention.
   *
   * @param query of each head: the query, then the gate on its output
   * @param key keys of all heads
   * @param value values of all heads
   * @param queryNorm of each query
   * @param keyNorm of each key
   * @param output back to the hidden state
   */
  record Attention(
      WeightMatrix query,
      WeightMatrix key,
      WeightMatrix value,
      float[] queryNorm,
      float[] keyNorm,
      WeightMatrix output)
      implements Mixer {}

  /**
   * A gated delta network.
   *
   * @param channels queries, keys, values of all heads, before the convolution
   * @param gate on the output of each value head
   * @param beta share of the error that is written, of each value head
   * @param alpha decay of each value head, before its activation
   * @param convolution shape (taps, channels)
   * @param decayRate of each value head, negative
   * @param decayBias of each value head
   * @param headNorm of each output
   * @param output back to the hidden state
   */
  record Delta(
      WeightMatrix channels,
      WeightMatrix gate,
      WeightMatrix beta,
      WeightMatrix alpha,
      float[] convolution,
      float[] decayRate,
      float[] decayBias,
      float[] headNorm,
      WeightMatrix output)
      implements Mixer {}

  /** What follows in a layer. */
  sealed interface FeedForward {}

  /** One gated network: {@code down(silu(gate x) * up x)}. */
  record Gated(WeightMatrix gate, WeightMatrix up, WeightMatrix down) implements FeedForward {}

  /**
   * A mixture of experts.
   *
   * @param router logit of each expert
   * @param sharedGate logit of the shared expert's share, one row
   * @param shared for every token
   * @param experts for those tokens that the router sends
   */
  record Experts(WeightMatrix router, WeightMatrix sharedGate, Gated shared, List<Gated> experts)
      implements FeedForward {}

  /**
   * Reads the weights of a file.
   *
   * @throws WeightFormatException if a tensor is missing or has another shape, or there is one that
   *     would be left out although it changes results
   */
  static Qwen35Weights read(WeightFile file, Qwen35Configuration configuration) {
    Reader reader = new Reader(file, configuration);
    Qwen35Weights weights = reader.read();
    reader.refuseLeftOut();
    return weights;
  }

  private static final class Reader {
    private final WeightFile file;
    private final Qwen35Configuration configuration;
    private final Set<String> read = new HashSet<>();

    Reader(WeightFile file, Qwen35Configuration configuration) {
      this.file = file;
      this.configuration = configuration;
    }

    Qwen35Weights read() {
      int width = configuration.width();
      int vocabulary = file.tensor("token_embd.weight").rows();
      WeightTensor embeddings = tensor("token_embd.weight", vocabulary, width);
      WeightTensor head =
          has("output.weight") ? tensor("output.weight", vocabulary, width) : embeddings;
      List<Layer> layers = new ArrayList<>();
      for (int i = 0; i < configuration.layers(); i++) {
        layers.add(layer(i));
      }
      return new Qwen35Weights(
          embeddings, List.copyOf(layers), vector("output_norm.weight", width), head.stored());
    }

    /** Biases, scales and adapters: without them the results would be others. */
    void refuseLeftOut() {
      for (String name : file.tensorNames()) {
        if (!read.contains(name) && isPartOfText(name) && !name.endsWith(".input_scale")) {
          throw new WeightFormatException(
              file.path() + ": tensor " + name + " is none that this runtime knows how to use");
        }
      }
    }

    /** Vision and the layers for speculative decoding are not. */
    private boolean isPartOfText(String name) {
      if (name.startsWith("output") || name.startsWith("token_embd")) {
        return true;
      }
      String[] parts = name.split("\\.", 3);
      return parts.length == 3
          && parts[0].equals("blk")
          && parts[1].matches("\\d{1,4}")
          && Integer.parseInt(parts[1]) < configuration.layers();
    }

    private Layer layer(int index) {
      String prefix = "blk." + index + ".";
      int width = configuration.width();
      return new Layer(
          vector(prefix + "attn_norm.weight", width),
          configuration.isFullAttention(index) ? attention(prefix) : delta(prefix),
          vector(prefix + "post_attention_norm.weight", width),
          feedForward(prefix));
    }

    private Attention attention(String prefix) {
      Qwen35Configuration.Attention shape = configuration.attention();
      int width = configuration.width();
      return new Attention(
          matrix(prefix + "attn_q.weight", 2 * shape.queriesWidth(), width),
          matrix(prefix + "attn_k.weight", shape.keysWidth(), width),
          matrix(prefix + "attn_v.weight", shape.keysWidth(), width),
          vector(prefix + "attn_q_norm.weight", shape.headWidth()),
          vector(prefix + "attn_k_norm.weight", shape.headWidth()),
          matrix(prefix + "attn_output.weight", width, shape.queriesWidth()));
    }

    private Delta delta(String prefix) {
      Qwen35Configuration.Delta shape = configuration.delta();
      int width = configuration.width();
      int heads = shape.valueHeads();
      return new Delta(
          matrix(prefix + "attn_qkv.weight", shape.channels(), width),
          matrix(prefix + "attn_gate.weight", shape.valuesWidth(), width),
          matrix(prefix + "ssm_beta.weight", heads, width),
          matrix(prefix + "ssm_alpha.weight", heads, width),
          tapsFirst(
              tensor(prefix + "ssm_conv1d.weight", shape.channels(), shape.taps()).toArray(),
              shape.taps()),
          vector(prefix + "ssm_a", heads),
          vector(prefix + "ssm_dt.bias", heads),
          vector(prefix + "ssm_norm.weight", shape.valueWidth()),
          matrix(prefix + "ssm_out.weight", width, shape.valuesWidth()));
    }

    /** From (channels, taps) to (taps, channels). */
    private static float[] tapsFirst(float[] weights, int taps) {
      int channels = weights.length / taps;
      float[] result = new float[weights.length];
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < taps; tap++) {
          result[tap * channels + channel] = weights[channel * taps + tap];
        }
      }
      return result;
    }

    private FeedForward feedForward(String prefix) {
      int width = configuration.width();
      if (configuration.feedForward() instanceof Qwen35Configuration.Dense dense) {
        return gated(prefix, "", dense.width());
      }
      Qwen35Configuration.Experts shape = (Qwen35Configuration.Experts) configuration.feedForward();
      return new Experts(
          matrix(prefix + "ffn_gate_inp.weight", shape.count(), width),
          tensor(prefix + "ffn_gate_inp_shexp.weight", width).matrix(),
          gated(prefix, "_shexp", shape.sharedWidth()),
          experts(prefix, shape));
    }

    private Gated gated(String prefix, String suffix, int inner) {
      int width = configuration.width();
      return new Gated(
          matrix(prefix + "ffn_gate" + suffix + ".weight", inner, width),
          matrix(prefix + "ffn_up" + suffix + ".weight", inner, width),
          matrix(prefix + "ffn_down" + suffix + ".weight", width, inner));
    }

    private List<Gated> experts(String prefix, Qwen35Configuration.Experts shape) {
      int count = shape.count();
      int inner = shape.width();
      int width = configuration.width();
      boolean fused = has(prefix + "ffn_gate_up_exps.weight");
      List<WeightMatrix> gates =
          fused
              ? matrices(prefix + "ffn_gate_up_exps.weight", count, 2 * inner, width)
              : matrices(prefix + "ffn_gate_exps.weight", count, inner, width);
      List<WeightMatrix> ups =
          fused ? gates : matrices(prefix + "ffn_up_exps.weight", count, inner, width);
      List<WeightMatrix> downs = matrices(prefix + "ffn_down_exps.weight", count, width, inner);
      List<Gated> experts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        WeightMatrix gate = fused ? gates.get(i).slice(0, inner) : gates.get(i);
        WeightMatrix up = fused ? ups.get(i).slice(inner, inner) : ups.get(i);
        experts.add(new Gated(gate, up, downs.get(i)));
      }
      return List.copyOf(experts);
    }

    private boolean has(String name) {
      return file.hasTensor(name);
    }

    private WeightMatrix matrix(String name, int rows, int width) {
      return tensor(name, rows, width).matrix();
    }

    private List<WeightMatrix> matrices(String name, int count, int rows, int width) {
      return tensor(name, count, rows, width).matrices();
    }

    private float[] vector(String name, int width) {
      return tensor(name, width).toArray();
    }

    private WeightTensor tensor(String name, Integer... shape) {
      read.add(name);
      return file.tensor(name, shape);
    }
  }
}
