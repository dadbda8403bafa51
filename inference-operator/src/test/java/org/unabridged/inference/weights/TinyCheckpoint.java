package org.unabridged.inference.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A checkpoint of two layers, one of each kind: 8 wide, two key heads of 4, four value heads of 3,
 * three experts.
 */
final class TinyCheckpoint {

  static final int WIDTH = 8;
  static final String PREFIX = "model.language_model.";

  static final String CONFIGURATION =
      """
      {"model_type": "qwen3_5_moe", "tie_word_embeddings": false, "text_config": {
        "model_type": "qwen3_5_moe_text", "num_hidden_layers": 2, "hidden_size": 8,
        "max_position_embeddings": 512, "num_attention_heads": 2, "num_key_value_heads": 1,
        "head_dim": 4, "rms_norm_eps": 1e-6, "full_attention_interval": 2, "vocab_size": 20,
        "layer_types": ["linear_attention", "full_attention"],
        "linear_conv_kernel_dim": 4, "linear_key_head_dim": 4, "linear_num_key_heads": 2,
        "linear_num_value_heads": 4, "linear_value_head_dim": 3, "num_experts": 3,
        "num_experts_per_tok": 2, "moe_intermediate_size": 5, "shared_expert_intermediate_size": 6,
        "rope_parameters": {"rope_type": "yarn", "rope_theta": 10000000,
          "partial_rotary_factor": 0.5, "factor": 4.0, "original_max_position_embeddings": 128,
          "mrope_section": [1, 0, 0]}}}
      """;

  static final String TOKENIZER =
      """
      {"added_tokens": [{"id": 3, "content": "<|im_end|>", "special": true},
        {"id": 4, "content": "<think>", "special": false}],
       "normalizer": {"type": "NFC"},
       "pre_tokenizer": {"pretokenizers": [{"type": "Split", "pattern": {"Regex": "SPLIT"}}]},
       "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": [["a", "b"]]}}
      """
          .replace(
              "SPLIT",
              "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?[\\\\p{L}\\\\p{M}]+"
                  + "|\\\\p{N}| ?[^\\\\s\\\\p{L}\\\\p{M}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+"
                  + "|\\\\s+(?!\\\\S)|\\\\s+");

  /** Tensors by name, with their shapes. */
  private final Map<String, float[]> values = new LinkedHashMap<>();

  private final Map<String, int[]> shapes = new LinkedHashMap<>();
  private final Random random = new Random(31);

  /** With experts fused, or one tensor for each. */
  TinyCheckpoint(boolean fused) {
    add(PREFIX + "embed_tokens.weight", 20, WIDTH);
    add(PREFIX + "norm.weight", WIDTH);
    add("lm_head.weight", 20, WIDTH);
    add("model.visual.patch_embed.proj.weight", 2, 3, 2, 2, 2);
    for (int layer = 0; layer < 2; layer++) {
      String name = PREFIX + "layers." + layer + ".";
      add(name + "input_layernorm.weight", WIDTH);
      add(name + "post_attention_layernorm.weight", WIDTH);
      addExperts(name + "mlp.", fused);
    }
    addLinear(PREFIX + "layers.0.linear_attn.");
    addAttention(PREFIX + "layers.1.self_attn.");
  }

  private void addExperts(String name, boolean fused) {
    add(name + "gate.weight", 3, WIDTH);
    add(name + "shared_expert.gate_proj.weight", 6, WIDTH);
    add(name + "shared_expert.up_proj.weight", 6, WIDTH);
    add(name + "shared_expert.down_proj.weight", WIDTH, 6);
    add(name + "shared_expert_gate.weight", 1, WIDTH);
    if (fused) {
      add(name + "experts.gate_up_proj", 3, 10, WIDTH);
      add(name + "experts.down_proj", 3, WIDTH, 5);
      return;
    }
    for (int expert = 0; expert < 3; expert++) {
      add(name + "experts." + expert + ".gate_proj.weight", 5, WIDTH);
      add(name + "experts." + expert + ".up_proj.weight", 5, WIDTH);
      add(name + "experts." + expert + ".down_proj.weight", WIDTH, 5);
    }
  }

  private void addLinear(String name) {
    add(name + "in_proj_qkv.weight", 16 + 12, WIDTH);
    add(name + "in_proj_z.weight", 12, WIDTH);
    add(name + "in_proj_b.weight", 4, WIDTH);
    add(name + "in_proj_a.weight", 4, WIDTH);
    add(name + "conv1d.weight", 28, 1, 4);
    add(name + "A_log", 4);
    add(name + "dt_bias", 4);
    add(name + "norm.weight", 3);
    add(name + "out_proj.weight", WIDTH, 12);
  }

  private void addAttention(String name) {
    add(name + "q_proj.weight", 16, WIDTH);
    add(name + "k_proj.weight", 4, WIDTH);
    add(name + "v_proj.weight", 4, WIDTH);
    add(name + "o_proj.weight", WIDTH, 8);
    add(name + "q_norm.weight", 4);
    add(name + "k_norm.weight", 4);
  }

  private void add(String name, int... shape) {
    int count = 1;
    for (int extent : shape) {
      count *= extent;
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    values.put(name, numbers);
    shapes.put(name, shape);
  }

  /** Values of a tensor. */
  float[] values(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private int[] shape(String name) {
    return Objects.requireNonNull(shapes.get(name), name);
  }

  byte[] safetensors() {
    SafetensorsWriter writer = new SafetensorsWriter();
    values.forEach((name, numbers) -> writer.tensor(name, numbers, shape(name)));
    return writer.toBytes();
  }

  /** Writes everything in one file of weights. */
  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), CONFIGURATION);
    Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    Files.write(folder.resolve("model.safetensors"), safetensors());
    return folder;
  }

  /** Writes the tensors by turns into two files with an index. */
  Path writeSharded(Path folder) throws IOException {
    write(folder);
    Files.delete(folder.resolve("model.safetensors"));
    SafetensorsWriter[] writers = {new SafetensorsWriter(), new SafetensorsWriter()};
    ObjectNode index = new ObjectMapper().createObjectNode();
    ObjectNode files = index.putObject("weight_map");
    int next = 0;
    for (String name : values.keySet()) {
      writers[next].tensor(name, values(name), shape(name));
      files.put(name, "part-" + next + ".safetensors");
      next = 1 - next;
    }
    Files.write(folder.resolve("part-0.safetensors"), writers[0].toBytes());
    Files.write(folder.resolve("part-1.safetensors"), writers[1].toBytes());
    Files.write(
        folder.resolve("model.safetensors.index.json"),
        index.toString().getBytes(StandardCharsets.UTF_8));
    return folder;
  }
}
