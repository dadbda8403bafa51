package org.unabridged.inference.qwen35;

import java.util.Arrays;
import java.util.List;
import org.unabridged.inference.weights.WeightFile;
import org.unabridged.inference.weights.WeightFormatException;

/**
 * Sizes and constants of a model.
 *
 * @param architecture name of the architecture in the file, {@code qwen35} or {@code qwen35moe}
 * @param layers number of layers, those for speculative decoding not counted
 * @param width values of a token's hidden state
 * @param window most tokens of a context
 * @param epsilon added to the mean square in the norms
 * @param fullAttentionInterval every layer whose number, counted from 1, it divides is one of full
 *     attention
 * @param attention the layers of full attention
 * @param delta the other layers
 * @param feedForward what follows in each layer
 * @param rotation how positions enter
 */
public record Qwen35Configuration(
    String architecture,
    int layers,
    int width,
    long window,
    float epsilon,
    int fullAttentionInterval,
    Attention attention,
    Delta delta,
    FeedForward feedForward,
    Rotation rotation) {

  /** Architectures that this runtime knows. */
  public static final List<String> ARCHITECTURES = List.of("qwen35", "qwen35moe");

  /** The longest context that the family is made for, with scaled rotation. */
  public static final long LONGEST_WINDOW = 1_010_000;

  /** The scale that the family's authors give for that length. */
  private static final double EXTENDING_FACTOR = 4;

  private static final int MOST_LAYERS = 1024;
  private static final int MOST_VALUES = 1 << 20;

  public Qwen35Configuration {
    if (!ARCHITECTURES.contains(architecture)) {
      throw new IllegalArgumentException(
          "architecture " + architecture + " is none of " + ARCHITECTURES);
    }
    within("layers", layers, MOST_LAYERS);
    within("width", width, MOST_VALUES);
    within("full attention interval", fullAttentionInterval, MOST_LAYERS);
    if (window < 1) {
      throw new IllegalArgumentException("window must be positive, not " + window);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be positive, not " + epsilon);
    }
    if (rotation.width() > attention.headWidth()) {
      throw new IllegalArgumentException(
          rotation.width() + " values rotated of " + attention.headWidth());
    }
  }

  /**
   * Full attention.
   *
   * @param queryHeads heads of queries
   * @param keyHeads heads of keys and values; query head h reads key head h * keyHeads / queryHeads
   * @param headWidth values of a query, key or value
   */
  public record Attention(int queryHeads, int keyHeads, int headWidth) {

    public Attention {
      within("query heads", queryHeads, MOST_VALUES);
      within("key heads", keyHeads, MOST_VALUES);
      within("head width", headWidth, MOST_VALUES);
      if (queryHeads % keyHeads != 0) {
        throw new IllegalArgumentException(queryHeads + " query heads on " + keyHeads + " keys");
      }
    }

    /** Query heads that read one key head. */
    public int group() {
      return queryHeads / keyHeads;
    }

    /** Values of all queries of a token. */
    public int queriesWidth() {
      return Math.multiplyExact(queryHeads, headWidth);
    }

    /** Values of all keys, or all values, of a token. */
    public int keysWidth() {
      return Math.multiplyExact(keyHeads, headWidth);
    }
  }

  /**
   * Gated delta networks.
   *
   * @param keyHeads heads of queries and keys
   * @param valueHeads heads of values: value head j reads key head j mod keyHeads
   * @param keyWidth values of a query or key
   * @param valueWidth values of a value
   * @param taps taps of the short convolution
   */
  public record Delta(int keyHeads, int valueHeads, int keyWidth, int valueWidth, int taps) {

    public Delta {
      within("delta key heads", keyHeads, MOST_VALUES);
      within("delta value heads", valueHeads, MOST_VALUES);
      within("delta key width", keyWidth, MOST_VALUES);
      within("delta value width", valueWidth, MOST_VALUES);
      within("taps", taps, MOST_LAYERS);
      if (valueHeads % keyHeads != 0) {
        throw new IllegalArgumentException(valueHeads + " value heads on " + keyHeads + " keys");
      }
    }

    /** Values of all queries, or all keys, of a token. */
    public int keysWidth() {
      return Math.multiplyExact(keyHeads, keyWidth);
    }

    /** Values of all value heads of a token. */
    public int valuesWidth() {
      return Math.multiplyExact(valueHeads, valueWidth);
    }

    /** Channels of the short convolution: queries, keys, values. */
    public int channels() {
      return Math.addExact(2 * keysWidth(), valuesWidth());
    }

    /** Values of the state of all heads. */
    public int memory() {
      return Math.multiplyExact(valuesWidth(), keyWidth);
    }
  }

  /** What follows the mixing of tokens in a layer. */
  public sealed interface FeedForward {}

  /**
   * One network for every token.
   *
   * @param width inner width
   */
  public record Dense(int width) implements FeedForward {

    public Dense {
      within("feed-forward width", width, MOST_VALUES);
    }
  }

  /**
   * A few of many networks for each token, and one for every token.
   *
   * @param count number of experts
   * @param used experts for each token
   * @param width inner width of an expert
   * @param sharedWidth inner width of the expert for every token
   */
  public record Experts(int count, int used, int width, int sharedWidth) implements FeedForward {

    public Experts {
      within("experts", count, MOST_VALUES);
      within("experts used", used, count);
      within("expert width", width, MOST_VALUES);
      within("shared expert width", sharedWidth, MOST_VALUES);
    }
  }

  /**
   * Rotary positions, possibly scaled by YaRN.
   *
   * @param width values of a head that are rotated, from the first, even
   * @param base of the frequencies
   * @param factor how much longer than trained the context is; 1 for plain positions
   * @param trainedWindow tokens of the contexts it was trained on
   */
  public record Rotation(int width, double base, double factor, long trainedWindow) {

    public Rotation {
      within("rotated width", width, MOST_VALUES);
      if (width % 2 != 0) {
        throw new IllegalArgumentException("rotated width must be even, not " + width);
      }
      if (!(base > 1) || !(factor >= 1) || !(factor <= 1024) || trainedWindow < 1) {
        throw new IllegalArgumentException(
            "rotation of base "
                + base
                + ", factor "
                + factor
                + ", trained on "
                + trainedWindow
                + " tokens");
      }
    }
  }

  /** Whether a layer, counted from 0, is one of full attention. */
  public boolean isFullAttention(int layer) {
    return (layer + 1) % fullAttentionInterval == 0;
  }

  /** Number of layers of full attention. */
  public int fullAttentionLayers() {
    return layers / fullAttentionInterval;
  }

  /**
   * The same model with its window extended fourfold by YaRN, up to {@link #LONGEST_WINDOW}. A
   * model that comes with scaled positions stays as it is.
   */
  public Qwen35Configuration extended() {
    if (rotation.factor() > 1) {
      return this;
    }
    long longer = Math.min(LONGEST_WINDOW, (long) (EXTENDING_FACTOR * window));
    return new Qwen35Configuration(
        architecture,
        layers,
        width,
        Math.max(window, longer),
        epsilon,
        fullAttentionInterval,
        attention,
        delta,
        feedForward,
        new Rotation(rotation.width(), rotation.base(), EXTENDING_FACTOR, window));
  }

  /**
   * Reads the configuration of a file.
   *
   * @throws WeightFormatException if the file holds another kind of model, or values are missing or
   *     make no sense
   */
  public static Qwen35Configuration read(WeightFile file) {
    String architecture = file.string("general.architecture");
    if (!ARCHITECTURES.contains(architecture)) {
      throw new WeightFormatException(
          file.path() + ": architecture " + architecture + ", this runtime runs " + ARCHITECTURES);
    }
    try {
      return new Reader(file, architecture).read();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new WeightFormatException(file.path() + ": " + e.getMessage());
    }
  }

  private static void within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be 1 to " + most + ", not " + value);
    }
  }

  /** Keys of a file, all of which begin with the architecture. */
  private record Reader(WeightFile file, String architecture) {

    private static final int DEFAULT_INTERVAL = 4;

    Qwen35Configuration read() {
      refuseOther("norm_top_k_prob", "true");
      refuseOther("ssm.v_head_reordered", "true");
      return new Qwen35Configuration(
          architecture,
          count("block_count") - (has("nextn_predict_layers") ? count("nextn_predict_layers") : 0),
          count("embedding_length"),
          count("context_length"),
          file.real(key("attention.layer_norm_rms_epsilon")),
          has("full_attention_interval") ? count("full_attention_interval") : DEFAULT_INTERVAL,
          attention(),
          delta(),
          feedForward(),
          rotation());
    }

    private Attention attention() {
      int width = count("attention.key_length");
      if (count("attention.value_length") != width) {
        throw new IllegalArgumentException(
            "keys of " + width + " values, values of " + count("attention.value_length"));
      }
      return new Attention(
          countOfLayers("attention.head_count"), countOfLayers("attention.head_count_kv"), width);
    }

    private Delta delta() {
      int valueHeads = count("ssm.time_step_rank");
      int inner = count("ssm.inner_size");
      if (valueHeads < 1 || inner % valueHeads != 0) {
        throw new IllegalArgumentException(inner + " values for " + valueHeads + " value heads");
      }
      return new Delta(
          count("ssm.group_count"),
          valueHeads,
          count("ssm.state_size"),
          inner / valueHeads,
          count("ssm.conv_kernel"));
    }

    private FeedForward feedForward() {
      return architecture.equals("qwen35moe")
          ? new Experts(
              count("expert_count"),
              count("expert_used_count"),
              count("expert_feed_forward_length"),
              count("expert_shared_feed_forward_length"))
          : new Dense(count("feed_forward_length"));
    }

    private Rotation rotation() {
      int width = count("rope.dimension_count");
      double base = file.real(key("rope.freq_base"));
      String scaling = file.stringOrNull(key("rope.scaling.type"));
      if (scaling == null || scaling.equals("none")) {
        return new Rotation(width, base, 1, count("context_length"));
      }
      if (!scaling.equals("yarn")) {
        throw new IllegalArgumentException("positions scaled by " + scaling + ", not by yarn");
      }
      refuseOther("rope.scaling.yarn_beta_fast", "32.0");
      refuseOther("rope.scaling.yarn_beta_slow", "1.0");
      refuseOther("rope.scaling.yarn_ext_factor", "1.0");
      refuseOther("rope.scaling.yarn_attn_factor", "1.0");
      return new Rotation(
          width,
          base,
          file.real(key("rope.scaling.factor")),
          count("rope.scaling.original_context_length"));
    }

    /** What the family always has in one way, files may say; any other way is not implemented. */
    private void refuseOther(String name, String known) {
      String found = has(name) ? file.text(key(name)) : known;
      if (!found.equals(known)) {
        throw new IllegalArgumentException(
            key(name) + " is " + found + ", this runtime knows only " + known);
      }
    }

    private String key(String name) {
      return architecture + "." + name;
    }

    private boolean has(String name) {
      return file.has(key(name));
    }

    private int count(String name) {
      return file.count(key(name));
    }

    /** Some converters give one value for each layer, 0 where it does not apply. */
    private int countOfLayers(String name) {
      try {
        return count(name);
      } catch (WeightFormatException e) {
        return Math.toIntExact(Arrays.stream(file.integers(key(name))).max().orElse(0));
      }
    }
  }
}
