package org.unabridged.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The config.json of a checkpoint of the family, under the keys of a GGUF file. */
final class HuggingFaceConfiguration {

  /** Names of the architecture in GGUF files, by the model types of Hugging Face. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of(
          "qwen3_5", "qwen35",
          "qwen3_5_text", "qwen35",
          "qwen3_5_moe", "qwen35moe",
          "qwen3_5_moe_text", "qwen35moe");

  /** What different tools call it. */
  private static final List<String> QUANTISATION_KEYS =
      List.of("quantization_config", "quantization", "compression_config");

  /** Far above any model; it keeps products of two counts within an int. */
  private static final int LARGEST_COUNT = 1 << 24;

  private static final int MOST_HEADS = 1 << 12;

  private final Path path;
  private final JsonNode root;
  private final JsonNode text;
  private final String architecture;
  private final Map<String, Object> values = new TreeMap<>();

  /**
   * Reads a configuration.
   *
   * @throws WeightFormatException if it is of another kind of model, or lacks something
   */
  HuggingFaceConfiguration(Path path, JsonNode root) {
    this.path = path;
    this.root = root;
    this.text = root.has("text_config") ? root.get("text_config") : root;
    String type = text.path("model_type").asText(root.path("model_type").asText());
    String known = ARCHITECTURES.get(type);
    if (known == null) {
      throw broken("model type '" + type + "', not one of " + ARCHITECTURES.keySet());
    }
    this.architecture = known;
    refuseQuantised(root);
    refuseQuantised(text);
    refuseOther(text, "attention_bias", "false");
    refuseOther(text, "attn_output_gate", "true");
    refuseOther(text, "hidden_act", "silu");
    refuseOther(text, "norm_topk_prob", "true");
    refuseOther(text, "mlp_only_layers", "[]");
    if (keyHeads() < 1 || valueHeads() % keyHeads() != 0) {
      throw broken(valueHeads() + " value heads for " + keyHeads() + " key heads");
    }
    describe();
  }

  private void refuseQuantised(JsonNode node) {
    for (String key : QUANTISATION_KEYS) {
      if (node.has(key)) {
        String method = node.get(key).path("quant_method").asText("unknown method");
        throw broken(
            "a quantised checkpoint ("
                + key
                + ", "
                + method
                + "); of checkpoints only F32, F16 and BF16 are read, quantised models as GGUF");
      }
    }
  }

  /** What the family always has in one way, files may say; any other way is not implemented. */
  private void refuseOther(JsonNode node, String name, String known) {
    JsonNode value = node.path(name);
    String found = value.isValueNode() ? value.asText() : value.toString();
    if (node.hasNonNull(name) && !found.equals(known)) {
      throw broken(name + " is " + found + ", this runtime knows only " + known);
    }
  }

  private void describe() {
    values.put("general.architecture", architecture);
    copy("block_count", "num_hidden_layers");
    copy("embedding_length", "hidden_size");
    copy("context_length", "max_position_embeddings");
    copy("attention.head_count", "num_attention_heads");
    copy("attention.head_count_kv", "num_key_value_heads");
    copy("attention.key_length", "head_dim");
    copy("attention.value_length", "head_dim");
    put("attention.layer_norm_rms_epsilon", real(text, "rms_norm_eps"));
    put("full_attention_interval", (long) interval());
    copy("vocab_size", "vocab_size");
    copy("ssm.conv_kernel", "linear_conv_kernel_dim");
    copy("ssm.state_size", "linear_key_head_dim");
    copy("ssm.group_count", "linear_num_key_heads");
    copy("ssm.time_step_rank", "linear_num_value_heads");
    put("ssm.inner_size", (long) valueHeads() * valueWidth());
    describeFeedForward();
    describeRotation();
  }

  private void describeFeedForward() {
    if (experts() == 0) {
      copy("feed_forward_length", "intermediate_size");
      return;
    }
    copy("expert_count", "num_experts");
    copy("expert_used_count", "num_experts_per_tok");
    copy("expert_feed_forward_length", "moe_intermediate_size");
    copy("expert_shared_feed_forward_length", "shared_expert_intermediate_size");
  }

  private void describeRotation() {
    JsonNode rotation = text.has("rope_parameters") ? text.get("rope_parameters") : text;
    put("rope.freq_base", real(rotation, "rope_theta"));
    double share = real(rotation, "partial_rotary_factor");
    put("rope.dimension_count", Math.round(count("head_dim") * share));
    JsonNode scaling = text.has("rope_scaling") ? text.get("rope_scaling") : rotation;
    String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
    if (type.equals("yarn")) {
      refuseOther(scaling, "beta_fast", "32");
      refuseOther(scaling, "beta_slow", "1");
      for (String name : List.of("attention_factor", "mscale", "mscale_all_dim", "truncate")) {
        if (scaling.hasNonNull(name)) {
          throw broken(name + " is " + scaling.get(name) + ", this runtime knows only the default");
        }
      }
      put("rope.scaling.type", type);
      put("rope.scaling.factor", real(scaling, "factor"));
      put(
          "rope.scaling.original_context_length",
          (long) count(scaling, "original_max_position_embeddings"));
    } else if (!type.equals("default")) {
      throw broken("rope type " + type);
    }
  }

  /** How often a layer attends to everything: from the list of layers, or as said. */
  private int interval() {
    JsonNode types = text.path("layer_types");
    int interval = text.has("full_attention_interval") ? count("full_attention_interval") : 0;
    for (int i = 0; i < types.size() && interval == 0; i++) {
      interval = isFull(types, i) ? i + 1 : 0;
    }
    if (interval < 1) {
      throw broken("neither full_attention_interval nor layer_types");
    }
    for (int i = 0; i < types.size(); i++) {
      if (isFull(types, i) != ((i + 1) % interval == 0)) {
        throw broken("layer " + i + " is " + types.get(i) + ", interval " + interval);
      }
    }
    return interval;
  }

  private static boolean isFull(JsonNode types, int layer) {
    return types.get(layer).asText().equals("full_attention");
  }

  /** Values by the keys of a GGUF file. */
  Map<String, Object> values() {
    return values;
  }

  int layers() {
    return count("num_hidden_layers");
  }

  /** Number of experts, 0 of a dense model. */
  int experts() {
    return architecture.equals("qwen35moe") ? count("num_experts") : 0;
  }

  boolean tied() {
    return root.path("tie_word_embeddings")
        .asBoolean(text.path("tie_word_embeddings").asBoolean(false));
  }

  int keyHeads() {
    return heads("linear_num_key_heads");
  }

  int keyWidth() {
    return heads("linear_key_head_dim");
  }

  int valueHeads() {
    return heads("linear_num_value_heads");
  }

  int valueWidth() {
    return heads("linear_value_head_dim");
  }

  /** Whether the two orders of value heads are the same. */
  boolean isTiled() {
    return valueHeads() == keyHeads();
  }

  /** In tiled order, the head of the checkpoint, which has those of a key head together. */
  int[] tiledHeads() {
    int keys = keyHeads();
    int each = valueHeads() / keys;
    return IntStream.range(0, valueHeads()).map(j -> j % keys * each + j / keys).toArray();
  }

  private int heads(String name) {
    int count = count(name);
    if (count > MOST_HEADS) {
      throw broken(name + " is " + count);
    }
    return count;
  }

  private void copy(String key, String name) {
    put(key, (long) count(name));
  }

  private void put(String key, Object value) {
    values.put(architecture + "." + key, value);
  }

  private int count(String name) {
    return count(text, name);
  }

  private int count(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > LARGEST_COUNT) {
      throw broken(name + " is " + (value.isMissingNode() ? "missing" : value));
    }
    return value.intValue();
  }

  private double real(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isNumber()) {
      throw broken(name + " is " + (value.isMissingNode() ? "missing" : value));
    }
    return value.doubleValue();
  }

  private WeightFormatException broken(String reason) {
    return new WeightFormatException(path + ": " + reason);
  }
}
