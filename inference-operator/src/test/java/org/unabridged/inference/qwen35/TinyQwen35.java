package org.unabridged.inference.qwen35;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.unabridged.inference.weights.GgufWriter;

/**
 * Small models whose weights follow from their names: a splitmix64 stream keyed by the FNV-1a hash
 * of the tensor's name in a checkpoint, so that any implementation can make the same. Value heads
 * and some values are rearranged as converters to GGUF do.
 *
 * @param name of the model
 * @param experts 0 for a dense one
 * @param valueHeads of the delta networks
 * @param real whether its heads are as wide as those of the family's models
 * @param base of the rotary frequencies
 * @param trained window before YaRN, 0 without
 * @param window most tokens of a context
 */
public record TinyQwen35(
    String name, int experts, int valueHeads, boolean real, float base, int trained, int window) {

  public static final TinyQwen35 MOE = new TinyQwen35("moe", 16, 6, false, 1e7f, 0, 4096);
  public static final TinyQwen35 DENSE = new TinyQwen35("dense", 0, 2, false, 1e7f, 0, 4096);
  public static final TinyQwen35 YARN = new TinyQwen35("yarn", 16, 6, false, 1e4f, 1024, 4096);
  public static final TinyQwen35 REAL = new TinyQwen35("real", 8, 4, true, 1e7f, 0, 262144);
  public static final TinyQwen35 REAL_YARN =
      new TinyQwen35("realyarn", 8, 4, true, 1e7f, 262144, 262144);
  public static final List<TinyQwen35> ALL = List.of(MOE, DENSE, YARN, REAL, REAL_YARN);

  private static final int KEY_HEADS = 2;
  private static final int QUERY_HEADS = 4;
  private static final int CACHED_HEADS = 2;
  private static final int TAPS = 4;

  public TinyQwen35 withWindow(int tokens) {
    return new TinyQwen35(name, experts, valueHeads, real, base, trained, tokens);
  }

  /** Writes the model, and returns where. */
  public Path write(Path file) throws IOException {
    return Files.write(file, toWriter().toBytes());
  }

  public GgufWriter toWriter() {
    GgufWriter writer = new GgufWriter();
    addKeys(writer);
    new Tensors(writer).add();
    return writer;
  }

  private int width() {
    return real ? 256 : 64;
  }

  private int vocabulary() {
    return real ? 512 : 320;
  }

  private int layers() {
    return real ? 4 : 8;
  }

  private int headWidth() {
    return real ? 256 : 64;
  }

  private int deltaWidth() {
    return real ? 128 : 32;
  }

  private int expertWidth() {
    return real ? 64 : 32;
  }

  private int sharedWidth() {
    return real ? 64 : 48;
  }

  private String architecture() {
    return experts == 0 ? "qwen35" : "qwen35moe";
  }

  private void addKeys(GgufWriter writer) {
    String prefix = architecture() + ".";
    writer
        .string("general.architecture", architecture())
        .uint32(prefix + "block_count", layers())
        .uint32(prefix + "context_length", window)
        .uint32(prefix + "embedding_length", width())
        .uint32(prefix + "attention.head_count", QUERY_HEADS)
        .uint32(prefix + "attention.head_count_kv", CACHED_HEADS)
        .uint32(prefix + "attention.key_length", headWidth())
        .uint32(prefix + "attention.value_length", headWidth())
        .float32(prefix + "attention.layer_norm_rms_epsilon", 1e-6f)
        .float32(prefix + "rope.freq_base", base)
        .uint32(prefix + "rope.dimension_count", headWidth() / 4)
        .uint32(prefix + "ssm.conv_kernel", TAPS)
        .uint32(prefix + "ssm.state_size", deltaWidth())
        .uint32(prefix + "ssm.group_count", KEY_HEADS)
        .uint32(prefix + "ssm.time_step_rank", valueHeads)
        .uint32(prefix + "ssm.inner_size", valueHeads * deltaWidth());
    if (experts > 0) {
      writer
          .uint32(prefix + "expert_count", experts)
          .uint32(prefix + "expert_used_count", real ? 2 : 3)
          .uint32(prefix + "expert_feed_forward_length", expertWidth())
          .uint32(prefix + "expert_shared_feed_forward_length", sharedWidth());
    } else {
      writer.uint32(prefix + "feed_forward_length", 96);
    }
    if (trained > 0) {
      writer
          .string(prefix + "rope.scaling.type", "yarn")
          .float32(prefix + "rope.scaling.factor", 4)
          .uint32(prefix + "rope.scaling.original_context_length", trained);
    }
  }

  /** The stream of a name. */
  private static float[] stream(String name, int count, double scale, double offset) {
    long seed = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      seed = (seed ^ b) * 0x100000001b3L;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      long z = seed + (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      values[i] = (float) ((2 * ((z >>> 40) / (double) (1 << 24)) - 1) * scale + offset);
    }
    return values;
  }

  private final class Tensors {
    private static final String ROOT = "model.language_model.";

    private final GgufWriter writer;
    private final int width = width();

    Tensors(GgufWriter writer) {
      this.writer = writer;
    }

    void add() {
      int vocabulary = vocabulary();
      float[] embeddings = stream(ROOT + "embed_tokens.weight", vocabulary * width, 1, 0);
      writer.tensor("token_embd.weight", embeddings, vocabulary, width);
      norm("output_norm.weight", ROOT + "norm.weight", width, 0.2);
      if (experts > 0) {
        float[] head = stream("lm_head.weight", vocabulary * width, 2 * scale(width), 0);
        writer.tensor("output.weight", head, vocabulary, width);
      }
      for (int layer = 0; layer < layers(); layer++) {
        String from = ROOT + "layers." + layer + ".";
        String to = "blk." + layer + ".";
        norm(to + "attn_norm.weight", from + "input_layernorm.weight", width, 0.2);
        norm(
            to + "post_attention_norm.weight",
            from + "post_attention_layernorm.weight",
            width,
            0.2);
        addFeedForward(to, from + "mlp.");
        if (layer % 4 == 3) {
          addAttention(to, from + "self_attn.");
        } else {
          addDelta(to, from + "linear_attn.");
        }
      }
    }

    private static double scale(int fan) {
      return Math.sqrt(3.0 / fan);
    }

    private void norm(String to, String from, int count, double scale) {
      float[] values = stream(from, count, scale, 0);
      for (int i = 0; i < count; i++) {
        values[i] += 1;
      }
      writer.tensor(to, values, count);
    }

    private void matrix(String to, String from, int rows, int depth) {
      writer.tensor(to, stream(from, rows * depth, scale(depth), 0), rows, depth);
    }

    private void addFeedForward(String to, String from) {
      if (experts == 0) {
        addGated(to, "", from, 96);
        return;
      }
      int inner = expertWidth();
      float[] router = stream(from + "gate.weight", experts * width, 2 * scale(width), 0);
      writer.tensor(to + "ffn_gate_inp.weight", router, experts, width);
      float[] both =
          stream(from + "experts.gate_up_proj", experts * 2 * inner * width, scale(width), 0);
      float[] gates = new float[both.length / 2];
      float[] ups = new float[both.length / 2];
      int size = inner * width;
      for (int expert = 0; expert < experts; expert++) {
        System.arraycopy(both, 2 * expert * size, gates, expert * size, size);
        System.arraycopy(both, (2 * expert + 1) * size, ups, expert * size, size);
      }
      float[] downs = stream(from + "experts.down_proj", experts * size, scale(inner), 0);
      writer
          .tensor(to + "ffn_gate_exps.weight", gates, experts, inner, width)
          .tensor(to + "ffn_up_exps.weight", ups, experts, inner, width)
          .tensor(to + "ffn_down_exps.weight", downs, experts, width, inner);
      addGated(to, "_shexp", from + "shared_expert.", sharedWidth());
      float[] share = stream(from + "shared_expert_gate.weight", width, scale(width), 0);
      writer.tensor(to + "ffn_gate_inp_shexp.weight", share, width);
    }

    private void addGated(String to, String suffix, String from, int inner) {
      matrix(to + "ffn_gate" + suffix + ".weight", from + "gate_proj.weight", inner, width);
      matrix(to + "ffn_up" + suffix + ".weight", from + "up_proj.weight", inner, width);
      matrix(to + "ffn_down" + suffix + ".weight", from + "down_proj.weight", width, inner);
    }

    private void addAttention(String to, String from) {
      int head = headWidth();
      matrix(to + "attn_q.weight", from + "q_proj.weight", 2 * QUERY_HEADS * head, width);
      matrix(to + "attn_k.weight", from + "k_proj.weight", CACHED_HEADS * head, width);
      matrix(to + "attn_v.weight", from + "v_proj.weight", CACHED_HEADS * head, width);
      matrix(to + "attn_output.weight", from + "o_proj.weight", width, QUERY_HEADS * head);
      norm(to + "attn_q_norm.weight", from + "q_norm.weight", head, 0.3);
      norm(to + "attn_k_norm.weight", from + "k_norm.weight", head, 0.3);
    }

    private void addDelta(String to, String from) {
      int head = deltaWidth();
      int keys = 2 * KEY_HEADS * head;
      int values = valueHeads * head;
      int channels = keys + values;
      float[] mixed = stream(from + "in_proj_qkv.weight", channels * width, scale(width), 0);
      writer.tensor(to + "attn_qkv.weight", tiled(mixed, keys, head, width), channels, width);
      float[] gate = stream(from + "in_proj_z.weight", values * width, scale(width), 0);
      writer.tensor(to + "attn_gate.weight", tiled(gate, 0, head, width), values, width);
      float[] beta = stream(from + "in_proj_b.weight", valueHeads * width, scale(width), 0);
      writer.tensor(to + "ssm_beta.weight", tiled(beta, 0, 1, width), valueHeads, width);
      float[] alpha = stream(from + "in_proj_a.weight", valueHeads * width, scale(width), 0);
      writer.tensor(to + "ssm_alpha.weight", tiled(alpha, 0, 1, width), valueHeads, width);
      float[] taps = stream(from + "conv1d.weight", channels * TAPS, 0.8, 0);
      writer.tensor(to + "ssm_conv1d.weight", tiled(taps, keys, head, TAPS), channels, TAPS);
      float[] rate = stream(from + "A_log", valueHeads, 1, 0);
      for (int i = 0; i < valueHeads; i++) {
        rate[i] = (float) -Math.exp(rate[i]);
      }
      writer.tensor(to + "ssm_a", tiled(rate, 0, 1, 1), valueHeads);
      float[] bias = stream(from + "dt_bias", valueHeads, 1, -1);
      writer.tensor(to + "ssm_dt.bias", tiled(bias, 0, 1, 1), valueHeads);
      writer.tensor(to + "ssm_norm.weight", stream(from + "norm.weight", head, 0.3, 1), head);
      float[] output = stream(from + "out_proj.weight", width * values, scale(values), 0);
      for (int row = 0; row < width; row++) {
        float[] columns = Arrays.copyOfRange(output, row * values, (row + 1) * values);
        System.arraycopy(tiled(columns, 0, head, 1), 0, output, row * values, values);
      }
      writer.tensor(to + "ssm_out.weight", output, width, values);
    }

    /**
     * Rows of value heads from "those of a key head together" to "the first of every key head, then
     * the second of every".
     *
     * @param kept rows before the value heads
     * @param rows of a head
     */
    private float[] tiled(float[] values, int kept, int rows, int depth) {
      float[] result = values.clone();
      int each = valueHeads / KEY_HEADS;
      int size = rows * depth;
      for (int head = 0; head < valueHeads; head++) {
        int old = head % KEY_HEADS * each + head / KEY_HEADS;
        System.arraycopy(
            values, kept * depth + old * size, result, kept * depth + head * size, size);
      }
      return result;
    }
  }
}
