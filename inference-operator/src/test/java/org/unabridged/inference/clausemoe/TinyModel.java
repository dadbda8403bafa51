package org.unabridged.inference.clausemoe;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.unabridged.inference.weights.GgufWriter;

/**
 * A model of the bundled one's form with random weights and odd sizes, and its forward pass in
 * double precision, written straight from the formulas: the twin of everything between tokens and
 * logits.
 */
final class TinyModel {

  static final int WIDTH = 20;
  static final int LAYERS = 3;
  static final int KEY_HEADS = 2;
  static final int VALUE_HEADS = 4;
  static final int KEY_WIDTH = 6;
  static final int VALUE_WIDTH = 10;
  static final int TAPS = 3;
  static final int EXPERTS = 5;
  static final int USED = 3;
  static final int EXPERT_WIDTH = 7;
  static final int SHARED_WIDTH = 9;
  static final int BUCKETS = 64;
  static final int NGRAM_WIDTH = 11;
  static final int WINDOW = 300_000;
  static final List<String> LABELS = List.of("governing-law", "parties", "no-such-question");

  private static final int KEYS = KEY_HEADS * KEY_WIDTH;
  private static final int VALUES = VALUE_HEADS * VALUE_WIDTH;
  private static final int CHANNELS = 2 * KEYS + VALUES;
  private static final double EPSILON = 1e-6;

  private final Random random = new Random(77);
  private final Map<String, float[]> weights = new HashMap<>();
  private final Map<String, int[]> shapes = new HashMap<>();
  private final GgufWriter writer = new GgufWriter();
  private final List<String> tokens = new ArrayList<>();

  TinyModel() {
    keys();
    tokens();
    decoder();
    tensor("token_embd.weight", 1, tokens.size(), WIDTH);
    tensor("ngram_embd.weight", 1, BUCKETS, NGRAM_WIDTH);
    tensor("ngram_proj.weight", 0.3, WIDTH, NGRAM_WIDTH);
    for (int layer = 0; layer < LAYERS; layer++) {
      layer("blk." + layer + ".");
    }
    tensor("output_norm.weight", 1, WIDTH);
    tensor("output.weight", 0.5, LABELS.size(), WIDTH);
    tensor("output.bias", 1, LABELS.size());
  }

  private void keys() {
    writer
        .string("general.architecture", "clause-moe")
        .uint32("clause-moe.block_count", LAYERS)
        .uint32("clause-moe.context_length", WINDOW)
        .uint32("clause-moe.embedding_length", WIDTH)
        .float32("clause-moe.attention.layer_norm_rms_epsilon", (float) EPSILON)
        .uint32("clause-moe.ssm.conv_kernel", TAPS)
        .uint32("clause-moe.ssm.state_size", KEY_WIDTH)
        .uint32("clause-moe.ssm.group_count", KEY_HEADS)
        .uint32("clause-moe.ssm.time_step_rank", VALUE_HEADS)
        .uint32("clause-moe.ssm.inner_size", VALUES)
        .uint32("clause-moe.expert_count", EXPERTS)
        .uint32("clause-moe.expert_used_count", USED)
        .uint32("clause-moe.expert_feed_forward_length", EXPERT_WIDTH)
        .uint32("clause-moe.expert_shared_feed_forward_length", SHARED_WIDTH)
        .uint32("clause-moe.ngram.bucket_count", BUCKETS)
        .uint32("clause-moe.ngram.embedding_length", NGRAM_WIDTH)
        .strings("clause-moe.classifier.labels", LABELS);
  }

  /** A vocabulary of single bytes: every byte is a token, in the order of the byte alphabet. */
  private void tokens() {
    for (int value = 33; value < 256; value++) {
      if (value < 127 || (value > 160 && value != 173)) {
        tokens.add(Character.toString(value));
      }
    }
    for (int value = 0; value < 68; value++) {
      tokens.add(Character.toString(0x100 + value));
    }
    writer
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", "qwen35")
        .strings("tokenizer.ggml.tokens", tokens)
        .strings("tokenizer.ggml.merges", List.of());
  }

  private void decoder() {
    int types = LABELS.size();
    float[] calibration = new float[types * SpanDecoder.FEATURES];
    for (int type = 0; type < types; type++) {
      calibration[type * SpanDecoder.FEATURES + 1] = 1f;
    }
    writer
        .uint32("clause-moe.decoder.version", 2)
        .floats("clause-moe.decoder.low_threshold", 0.5f, 0.6f, 0.7f)
        .floats("clause-moe.decoder.high_threshold", 0.6f, 0.7f, 0.8f)
        .integers("clause-moe.decoder.gap_tokens", 2, 1, 0)
        .integers("clause-moe.decoder.min_tokens", 2, 1, 1)
        .integers("clause-moe.decoder.split_tokens", 8, 0, 4)
        .floats("clause-moe.decoder.snap_share", 0.8f, 2f, 0.5f)
        .strings("clause-moe.decoder.abbreviations", List.of("Inc"))
        .integers("clause-moe.decoder.drop_repeats", 0, 1, 0)
        .floats("clause-moe.decoder.calibration", calibration)
        .floats("clause-moe.decoder.reporting_threshold", 0.1f, 0.1f, 0.1f)
        .floats("clause-moe.decoder.decision_threshold", 0.7f, 0.8f, 0.9f);
  }

  private void layer(String prefix) {
    tensor(prefix + "attn_norm.weight", 1, WIDTH);
    tensor(prefix + "attn_qkv.weight", 0.4, CHANNELS, WIDTH);
    tensor(prefix + "attn_gate.weight", 0.4, VALUES, WIDTH);
    tensor(prefix + "ssm_beta.weight", 0.4, VALUE_HEADS, WIDTH);
    tensor(prefix + "ssm_alpha.weight", 0.4, VALUE_HEADS, WIDTH);
    tensor(prefix + "ssm_conv1d.weight", 0.6, CHANNELS, TAPS);
    tensor(prefix + "ssm_dt.bias", 1, VALUE_HEADS);
    float[] rates = tensor(prefix + "ssm_a", 0.3, VALUE_HEADS);
    for (int i = 0; i < rates.length; i++) {
      rates[i] = -Math.abs(rates[i]);
    }
    tensor(prefix + "ssm_norm.weight", 1, VALUE_WIDTH);
    tensor(prefix + "ssm_out.weight", 0.3, WIDTH, VALUES);
    tensor(prefix + "post_attention_norm.weight", 1, WIDTH);
    tensor(prefix + "ffn_gate_inp.weight", 0.6, EXPERTS, WIDTH);
    tensor(prefix + "ffn_gate_exps.weight", 0.4, EXPERTS, EXPERT_WIDTH, WIDTH);
    tensor(prefix + "ffn_up_exps.weight", 0.4, EXPERTS, EXPERT_WIDTH, WIDTH);
    tensor(prefix + "ffn_down_exps.weight", 0.4, EXPERTS, WIDTH, EXPERT_WIDTH);
    tensor(prefix + "ffn_gate_shexp.weight", 0.4, SHARED_WIDTH, WIDTH);
    tensor(prefix + "ffn_up_shexp.weight", 0.4, SHARED_WIDTH, WIDTH);
    tensor(prefix + "ffn_down_shexp.weight", 0.4, WIDTH, SHARED_WIDTH);
    tensor(prefix + "ffn_gate_inp_shexp.weight", 0.4, WIDTH);
  }

  private float[] tensor(String name, double scale, int... shape) {
    int count = 1;
    for (int extent : shape) {
      count *= extent;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    weights.put(name, values);
    shapes.put(name, shape);
    return values;
  }

  /** Writes the model's file. */
  Path write(Path folder) {
    weights.forEach(
        (name, values) -> writer.tensor(name, values, requireNonNull(shapes.get(name))));
    try {
      return Files.write(folder.resolve("tiny.gguf"), writer.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logits of a whole document, shape (tokens, labels). */
  double[][] forward(int[] ids) {
    double[][] x = embed(ids);
    for (int layer = 0; layer < LAYERS; layer++) {
      String prefix = "blk." + layer + ".";
      mix(prefix, x, layer % 2 == 1);
      for (double[] row : x) {
        add(row, experts(prefix, norm(row, prefix + "post_attention_norm.weight")));
      }
    }
    double[][] logits = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      logits[t] = times("output.weight", norm(x[t], "output_norm.weight"));
      add(logits[t], wide("output.bias"));
    }
    return logits;
  }

  private double[][] embed(int[] ids) {
    double[][] x = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      long hash = ids[t] * 0x9E3779B97F4A7C15L + (t < 1 ? 0 : ids[t - 1]) * 0xC2B2AE3D27D4EB4FL;
      long longer = hash + (t < 2 ? 0 : ids[t - 2]) * 0x165667B19E3779F9L;
      double[] ngram = row("ngram_embd.weight", (int) ((hash >> 40) & (BUCKETS - 1)), NGRAM_WIDTH);
      add(ngram, row("ngram_embd.weight", (int) ((longer >> 40) & (BUCKETS - 1)), NGRAM_WIDTH));
      x[t] = row("token_embd.weight", ids[t], WIDTH);
      add(x[t], times("ngram_proj.weight", ngram));
    }
    return x;
  }

  private void mix(String prefix, double[][] x, boolean backward) {
    double[][] inputs = new double[x.length][];
    double[][][] states = new double[VALUE_HEADS][KEY_WIDTH][VALUE_WIDTH];
    for (int step = 0; step < x.length; step++) {
      int t = backward ? x.length - 1 - step : step;
      double[] n = norm(x[t], prefix + "attn_norm.weight");
      inputs[step] = times(prefix + "attn_qkv.weight", n);
      double[] mixed = new double[VALUES];
      for (int head = 0; head < VALUE_HEADS; head++) {
        double[] output = head(prefix, head, inputs, step, n, states[head]);
        System.arraycopy(output, 0, mixed, head * VALUE_WIDTH, VALUE_WIDTH);
      }
      add(x[t], times(prefix + "ssm_out.weight", mixed));
    }
  }

  private double[] head(
      String prefix, int head, double[][] inputs, int step, double[] n, double[][] state) {
    int keyHead = head % KEY_HEADS;
    double[] q = unit(convolve(prefix, inputs, step, keyHead * KEY_WIDTH, KEY_WIDTH));
    double[] k = unit(convolve(prefix, inputs, step, KEYS + keyHead * KEY_WIDTH, KEY_WIDTH));
    double[] v = convolve(prefix, inputs, step, 2 * KEYS + head * VALUE_WIDTH, VALUE_WIDTH);
    double beta = sigmoid(times(prefix + "ssm_beta.weight", n)[head]);
    double a = times(prefix + "ssm_alpha.weight", n)[head] + wide(prefix + "ssm_dt.bias")[head];
    double decay = Math.exp(wide(prefix + "ssm_a")[head] * Math.log1p(Math.exp(a)));
    double[] output = new double[VALUE_WIDTH];
    for (int column = 0; column < VALUE_WIDTH; column++) {
      double prediction = 0;
      for (int i = 0; i < KEY_WIDTH; i++) {
        state[i][column] *= decay;
        prediction += state[i][column] * k[i];
      }
      for (int i = 0; i < KEY_WIDTH; i++) {
        state[i][column] += k[i] * beta * (v[column] - prediction);
        output[column] += state[i][column] * q[i] / Math.sqrt(KEY_WIDTH);
      }
    }
    double[] gates = times(prefix + "attn_gate.weight", n);
    double[] normalised = norm(output, prefix + "ssm_norm.weight");
    for (int i = 0; i < VALUE_WIDTH; i++) {
      normalised[i] *= silu(gates[head * VALUE_WIDTH + i]);
    }
    return normalised;
  }

  private double[] convolve(String prefix, double[][] inputs, int step, int channel, int count) {
    float[] taps = weight(prefix + "ssm_conv1d.weight");
    double[] result = new double[count];
    for (int i = 0; i < count; i++) {
      for (int tap = 0; tap < TAPS; tap++) {
        int at = step - TAPS + 1 + tap;
        result[i] += at < 0 ? 0 : taps[(channel + i) * TAPS + tap] * inputs[at][channel + i];
      }
      result[i] = silu(result[i]);
    }
    return result;
  }

  private double[] experts(String prefix, double[] n) {
    double[] logits = times(prefix + "ffn_gate_inp.weight", n);
    double[] output =
        expert(
            prefix,
            "shexp",
            0,
            SHARED_WIDTH,
            n,
            sigmoid(times(prefix + "ffn_gate_inp_shexp.weight", n)[0]));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < EXPERTS; i++) {
      order.add(i);
    }
    order.sort((left, right) -> Double.compare(logits[right], logits[left]));
    double sum = order.subList(0, USED).stream().mapToDouble(e -> Math.exp(logits[e])).sum();
    for (int expert : order.subList(0, USED)) {
      double share = Math.exp(logits[expert]) / sum;
      add(output, expert(prefix, "exps", expert, EXPERT_WIDTH, n, share));
    }
    return output;
  }

  private double[] expert(
      String prefix, String kind, int index, int inner, double[] n, double share) {
    double[] gate = times(prefix + "ffn_gate_" + kind + ".weight", index * inner, inner, n);
    double[] up = times(prefix + "ffn_up_" + kind + ".weight", index * inner, inner, n);
    for (int i = 0; i < inner; i++) {
      up[i] *= silu(gate[i]) * share;
    }
    return times(prefix + "ffn_down_" + kind + ".weight", index * WIDTH, WIDTH, up);
  }

  private double[] norm(double[] x, String weight) {
    double mean = 0;
    for (double value : x) {
      mean += value * value / x.length;
    }
    double[] y = wide(weight);
    for (int i = 0; i < x.length; i++) {
      y[i] *= x[i] / Math.sqrt(mean + EPSILON);
    }
    return y;
  }

  private static double[] unit(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    for (int i = 0; i < x.length; i++) {
      x[i] /= Math.sqrt(sum + EPSILON);
    }
    return x;
  }

  private double[] times(String name, double[] x) {
    return times(name, 0, weight(name).length / x.length, x);
  }

  private double[] times(String name, int firstRow, int rows, double[] x) {
    double[] y = new double[rows];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < x.length; i++) {
        y[row] += weight(name)[(firstRow + row) * x.length + i] * x[i];
      }
    }
    return y;
  }

  private double[] row(String name, int row, int width) {
    double[] values = new double[width];
    for (int i = 0; i < width; i++) {
      values[i] = weight(name)[row * width + i];
    }
    return values;
  }

  private float[] weight(String name) {
    return requireNonNull(weights.get(name), name);
  }

  private double[] wide(String name) {
    return row(name, 0, weight(name).length);
  }

  private static void add(double[] target, double[] x) {
    for (int i = 0; i < target.length; i++) {
      target[i] += x[i];
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double silu(double x) {
    return x * sigmoid(x);
  }
}
