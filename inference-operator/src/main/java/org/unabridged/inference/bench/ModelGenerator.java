package org.unabridged.inference.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.unabridged.inference.qwen35.Qwen35Configuration;
import org.unabridged.inference.qwen35.Qwen35Configuration.Attention;
import org.unabridged.inference.qwen35.Qwen35Configuration.Delta;
import org.unabridged.inference.qwen35.Qwen35Configuration.Dense;
import org.unabridged.inference.qwen35.Qwen35Configuration.Experts;
import org.unabridged.inference.tensor.BlockEncoder;
import org.unabridged.inference.tensor.BlockFormat;

/**
 * Writes a model of random weights in the exact shapes of a real one, for measuring speed and
 * memory: it talks nonsense. Matrices are put together at random from {@value #POOL} different
 * pieces of up to 256 values for each format and size, so that writing is as fast as the disk.
 */
public final class ModelGenerator {

  static final String USAGE =
      "usage: ModelGenerator SHAPE MIX FILE [LAYERS]; shapes: "
          + ModelShape.NAMES
          + "; mixes: F32, F16, Q8_0, Q4_K_M";

  private static final long SEED = 1;
  private static final int POOL = 8192;
  private static final int PIECE = 256;

  private final ModelShape shape;
  private final Qwen35Configuration configuration;
  private final WeightMix mix;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, byte[][]> pools = new HashMap<>();
  private final GgufOutput output = new GgufOutput();

  private ModelGenerator(ModelShape shape, WeightMix mix) {
    this.shape = shape;
    this.configuration = shape.configuration();
    this.mix = mix;
  }

  /** See {@link #USAGE}. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 3 || arguments.length > 4) {
      throw new IllegalArgumentException(USAGE);
    }
    int layers = arguments.length == 4 ? Integer.parseInt(arguments[3]) : 0;
    Path file = Path.of(arguments[2]);
    write(ModelShape.of(arguments[0], layers), WeightMix.of(arguments[1]), file);
    System.out.printf("%s: %,d bytes, seed %d%n", file, Files.size(file), SEED);
  }

  static void write(ModelShape shape, WeightMix mix, Path file) throws IOException {
    ModelGenerator generator = new ModelGenerator(shape, mix);
    generator.addKeys();
    generator.addVocabulary();
    generator.addTensors();
    generator.output.write(file);
  }

  private void addKeys() {
    Attention attention = configuration.attention();
    Delta delta = configuration.delta();
    int half = configuration.rotation().width() / 2;
    output
        .string("general.architecture", configuration.architecture())
        .string("general.name", "random weights")
        .count("general.file_type", mix.fileType())
        .count("general.quantization_version", 2)
        .count(key("block_count"), configuration.layers())
        .count(key("context_length"), configuration.window())
        .count(key("embedding_length"), configuration.width())
        .count(key("attention.head_count"), attention.queryHeads())
        .count(key("attention.head_count_kv"), attention.keyHeads())
        .count(key("attention.key_length"), attention.headWidth())
        .count(key("attention.value_length"), attention.headWidth())
        .real(key("attention.layer_norm_rms_epsilon"), configuration.epsilon())
        .real(key("rope.freq_base"), configuration.rotation().base())
        .count(key("rope.dimension_count"), configuration.rotation().width())
        .integers(key("rope.dimension_sections"), (half + 2) / 3, (half + 1) / 3, half / 3, 0)
        .count(key("ssm.conv_kernel"), delta.taps())
        .count(key("ssm.state_size"), delta.keyWidth())
        .count(key("ssm.group_count"), delta.keyHeads())
        .count(key("ssm.time_step_rank"), delta.valueHeads())
        .count(key("ssm.inner_size"), delta.valuesWidth())
        .count(key("full_attention_interval"), configuration.fullAttentionInterval())
        .count(key("vocab_size"), shape.vocabulary());
    if (configuration.feedForward() instanceof Experts experts) {
      output
          .count(key("expert_count"), experts.count())
          .count(key("expert_used_count"), experts.used())
          .count(key("expert_feed_forward_length"), experts.width())
          .count(key("expert_shared_feed_forward_length"), experts.sharedWidth());
    } else if (configuration.feedForward() instanceof Dense dense) {
      output.count(key("feed_forward_length"), dense.width());
    }
  }

  private String key(String name) {
    return configuration.architecture() + "." + name;
  }

  private void addVocabulary() {
    SyntheticVocabulary vocabulary = SyntheticVocabulary.of(shape.vocabulary());
    output
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", "qwen35")
        .strings("tokenizer.ggml.tokens", vocabulary.tokens())
        .integers("tokenizer.ggml.token_type", vocabulary.types())
        .strings("tokenizer.ggml.merges", vocabulary.merges())
        .count("tokenizer.ggml.eos_token_id", vocabulary.id("<|im_end|>"))
        .count("tokenizer.ggml.padding_token_id", vocabulary.id("<|endoftext|>"))
        .no("tokenizer.ggml.add_bos_token");
  }

  private void addTensors() {
    int width = configuration.width();
    matrix("token_embd.weight", 0, 1.0, shape.vocabulary(), width);
    vector("output_norm.weight", 0.8, 1.2, width);
    if (!shape.tied()) {
      matrix("output.weight", 0, 2 / Math.sqrt(width / 3.0), shape.vocabulary(), width);
    }
    for (int layer = 0; layer < configuration.layers(); layer++) {
      String prefix = "blk." + layer + ".";
      vector(prefix + "attn_norm.weight", 0.8, 1.2, width);
      vector(prefix + "post_attention_norm.weight", 0.8, 1.2, width);
      if (configuration.isFullAttention(layer)) {
        addAttention(prefix, layer);
      } else {
        addDelta(prefix, layer);
      }
      addFeedForward(prefix, layer);
    }
  }

  private void addAttention(String prefix, int layer) {
    Attention attention = configuration.attention();
    int width = configuration.width();
    matrix(prefix + "attn_q.weight", layer, 2 * attention.queriesWidth(), width);
    matrix(prefix + "attn_k.weight", layer, attention.keysWidth(), width);
    matrix(prefix + "attn_v.weight", layer, attention.keysWidth(), width);
    matrix(prefix + "attn_output.weight", layer, width, attention.queriesWidth());
    vector(prefix + "attn_q_norm.weight", 0.7, 1.3, attention.headWidth());
    vector(prefix + "attn_k_norm.weight", 0.7, 1.3, attention.headWidth());
  }

  private void addDelta(String prefix, int layer) {
    Delta delta = configuration.delta();
    int width = configuration.width();
    int heads = delta.valueHeads();
    matrix(prefix + "attn_qkv.weight", layer, delta.channels(), width);
    matrix(prefix + "attn_gate.weight", layer, delta.valuesWidth(), width);
    matrix(prefix + "ssm_beta.weight", layer, heads, width);
    matrix(prefix + "ssm_alpha.weight", layer, heads, width);
    vector(prefix + "ssm_conv1d.weight", -0.8, 0.8, delta.channels(), delta.taps());
    vector(prefix + "ssm_a", -2.7, -0.4, heads);
    vector(prefix + "ssm_dt.bias", -2, 0, heads);
    vector(prefix + "ssm_norm.weight", 0.7, 1.3, delta.valueWidth());
    matrix(prefix + "ssm_out.weight", layer, width, delta.valuesWidth());
  }

  private void addFeedForward(String prefix, int layer) {
    if (configuration.feedForward() instanceof Experts experts) {
      int width = configuration.width();
      double bound = 2 * Math.sqrt(3.0 / width);
      vector(prefix + "ffn_gate_inp.weight", -bound, bound, experts.count(), width);
      vector(prefix + "ffn_gate_inp_shexp.weight", -bound / 2, bound / 2, width);
      addGated(prefix, "_exps", layer, experts.width(), experts.count());
      addGated(prefix, "_shexp", layer, experts.sharedWidth());
    } else if (configuration.feedForward() instanceof Dense dense) {
      addGated(prefix, "", layer, dense.width());
    }
  }

  private void addGated(String prefix, String suffix, int layer, int inner, int... count) {
    int width = configuration.width();
    matrix(prefix + "ffn_gate" + suffix + ".weight", layer, join(count, inner, width));
    matrix(prefix + "ffn_up" + suffix + ".weight", layer, join(count, inner, width));
    matrix(prefix + "ffn_down" + suffix + ".weight", layer, join(count, width, inner));
  }

  private static int[] join(int[] count, int rows, int width) {
    return count.length == 0 ? new int[] {rows, width} : new int[] {count[0], rows, width};
  }

  /** Uniform weights such that outputs are about as large as inputs. */
  private void matrix(String name, int layer, int... shape) {
    matrix(name, layer, Math.sqrt(3.0 / shape[shape.length - 1]), shape);
  }

  private void matrix(String name, int layer, double bound, int... shape) {
    boolean head =
        name.equals("output.weight") || name.equals("token_embd.weight") && this.shape.tied();
    BlockFormat wanted = mix.format(name, layer, configuration.layers(), head);
    int width = shape[shape.length - 1];
    // as converters do with rows that are too short
    BlockFormat format = width % wanted.blockLength() == 0 ? wanted : BlockFormat.Q8_0;
    int piece = width % PIECE == 0 ? PIECE : Integer.lowestOneBit(width);
    byte[][] pool = pool(format, piece, bound);
    output.tensor(
        name,
        format,
        target -> {
          for (int from = 0; from < width; from += piece) {
            target.put(pool[random.nextInt(POOL)]);
          }
        },
        shape);
  }

  private byte[][] pool(BlockFormat format, int piece, double bound) {
    return pools.computeIfAbsent(
        format + " " + piece + " " + bound, key -> newPool(format, piece, bound));
  }

  private byte[][] newPool(BlockFormat format, int piece, double bound) {
    byte[][] pool = new byte[POOL][format.rowBytes(piece)];
    float[] values = new float[piece];
    for (byte[] bytes : pool) {
      for (int i = 0; i < piece; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
      ByteBuffer target = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      BlockEncoder.encode(format, values, 0, piece, target, 0);
    }
    return pool;
  }

  /** Uniform values in float32, as converters leave what is small. */
  private void vector(String name, double low, double high, int... shape) {
    int width = shape[shape.length - 1];
    output.tensor(
        name,
        BlockFormat.F32,
        target -> {
          for (int i = 0; i < width; i++) {
            target.putFloat((float) random.nextDouble(low, high));
          }
        },
        shape);
  }
}
