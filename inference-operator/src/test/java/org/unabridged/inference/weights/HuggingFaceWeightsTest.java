package org.unabridged.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.inference.tensor.WeightMatrix;

class HuggingFaceWeightsTest {

  private static final String LINEAR = TinyCheckpoint.PREFIX + "layers.0.linear_attn.";
  private static final String EXPERTS = TinyCheckpoint.PREFIX + "layers.1.mlp.experts.";

  /** Of four value heads, those that come first, second and so on in tiled order. */
  private static final int[] TILED = {0, 2, 1, 3};

  @TempDir Path folder;

  @Test
  void describesTheModelAsAGgufFileWould() throws IOException {
    WeightFile file = WeightFile.open(new TinyCheckpoint(true).write(folder));
    assertThat(file.string("general.architecture")).isEqualTo("qwen35moe");
    assertThat(file.count("qwen35moe.block_count")).isEqualTo(2);
    assertThat(file.count("qwen35moe.ssm.inner_size")).isEqualTo(12);
    assertThat(file.count("qwen35moe.rope.dimension_count")).isEqualTo(2);
    assertThat(file.real("qwen35moe.rope.freq_base")).isEqualTo(1e7f);
    assertThat(file.string("qwen35moe.rope.scaling.type")).isEqualTo("yarn");
    assertThat(file.count("qwen35moe.rope.scaling.original_context_length")).isEqualTo(128);
    assertThat(file.count("qwen35moe.expert_used_count")).isEqualTo(2);
    assertThat(file.strings("tokenizer.ggml.tokens"))
        .containsExactly("a", "b", "ab", "<|im_end|>", "<think>");
    assertThat(file.integers("tokenizer.ggml.token_type")).containsExactly(1, 1, 1, 3, 4);
    assertThat(file.strings("tokenizer.ggml.merges")).containsExactly("a b");
    assertThat(file.string("tokenizer.ggml.pre")).isEqualTo("qwen35");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesTensorsTheirMeaningInGguf(boolean sharded) throws IOException {
    TinyCheckpoint checkpoint = new TinyCheckpoint(true);
    WeightFile file =
        WeightFile.open(sharded ? checkpoint.writeSharded(folder) : checkpoint.write(folder));
    assertThat(file.tensor("token_embd.weight", 20, 8).toArray())
        .isEqualTo(checkpoint.values(TinyCheckpoint.PREFIX + "embed_tokens.weight"));
    float[] norm = checkpoint.values(TinyCheckpoint.PREFIX + "norm.weight");
    float[] decay = checkpoint.values(LINEAR + "A_log");
    float[] bias = checkpoint.values(LINEAR + "dt_bias");
    for (int i = 0; i < 8; i++) {
      assertThat(file.tensor("output_norm.weight", 8).toArray()[i]).isEqualTo(1 + norm[i]);
    }
    for (int head = 0; head < 4; head++) {
      assertThat(file.tensor("blk.0.ssm_a", 4).toArray()[head])
          .isEqualTo((float) -Math.exp(decay[TILED[head]]));
      assertThat(file.tensor("blk.0.ssm_dt.bias", 4).toArray()[head]).isEqualTo(bias[TILED[head]]);
    }
    assertThat(file.tensor("blk.0.ssm_norm.weight", 3).toArray())
        .isEqualTo(checkpoint.values(LINEAR + "norm.weight"));
    assertThat(file.tensor("blk.1.attn_q.weight", 16, 8).toArray())
        .isEqualTo(checkpoint.values(TinyCheckpoint.PREFIX + "layers.1.self_attn.q_proj.weight"));
    assertThat(file.tensorNames()).noneMatch(name -> name.contains("visual"));
  }

  @ParameterizedTest
  @CsvSource({
    "attn_qkv.weight, in_proj_qkv.weight, 16, 3, 8",
    "attn_gate.weight, in_proj_z.weight, 0, 3, 8",
    "ssm_beta.weight, in_proj_b.weight, 0, 1, 8",
    "ssm_alpha.weight, in_proj_a.weight, 0, 1, 8",
    "ssm_conv1d.weight, conv1d.weight, 16, 3, 4"
  })
  void movesRowsOfValueHeads(String name, String source, int before, int headRows, int width)
      throws IOException {
    TinyCheckpoint checkpoint = new TinyCheckpoint(true);
    WeightFile file = WeightFile.open(checkpoint.write(folder));
    float[] grouped = checkpoint.values(LINEAR + source);
    float[] tiled = file.tensor("blk.0." + name, before + 4 * headRows, width).matrix().toArray();
    assertThat(Arrays.copyOf(tiled, before * width))
        .isEqualTo(Arrays.copyOf(grouped, before * width));
    for (int head = 0; head < 4; head++) {
      int to = (before + head * headRows) * width;
      int from = (before + TILED[head] * headRows) * width;
      assertThat(Arrays.copyOfRange(tiled, to, to + headRows * width))
          .isEqualTo(Arrays.copyOfRange(grouped, from, from + headRows * width));
    }
  }

  @Test
  void movesColumnsOfValueHeads() throws IOException {
    TinyCheckpoint checkpoint = new TinyCheckpoint(true);
    WeightFile file = WeightFile.open(checkpoint.write(folder));
    float[] grouped = checkpoint.values(LINEAR + "out_proj.weight");
    float[] tiled = file.tensor("blk.0.ssm_out.weight", 8, 12).matrix().toArray();
    for (int i = 0; i < tiled.length; i++) {
      int column = i % 12;
      assertThat(tiled[i]).isEqualTo(grouped[i - column + TILED[column / 3] * 3 + column % 3]);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void separatesExpertsHoweverTheyAreKept(boolean fused) throws IOException {
    TinyCheckpoint checkpoint = new TinyCheckpoint(fused);
    WeightFile file = WeightFile.open(checkpoint.write(folder));
    for (int expert = 0; expert < 3; expert++) {
      assertThat(matrix(file, "gate", expert, 5, 8).toArray())
          .isEqualTo(part(checkpoint, fused, "gate", expert));
      assertThat(matrix(file, "up", expert, 5, 8).toArray())
          .isEqualTo(part(checkpoint, fused, "up", expert));
      assertThat(matrix(file, "down", expert, 8, 5).toArray())
          .isEqualTo(part(checkpoint, fused, "down", expert));
    }
    assertThat(file.tensor("blk.1.ffn_gate_inp_shexp.weight", 8).rows()).isOne();
  }

  private static WeightMatrix matrix(WeightFile file, String part, int expert, int... shape) {
    return file.tensor("blk.1.ffn_" + part + "_exps.weight", 3, shape[0], shape[1])
        .matrices()
        .get(expert);
  }

  private static float[] part(TinyCheckpoint from, boolean fused, String part, int expert) {
    if (!fused) {
      return from.values(EXPERTS + expert + "." + part + "_proj.weight");
    }
    if (part.equals("down")) {
      return Arrays.copyOfRange(from.values(EXPERTS + "down_proj"), expert * 40, expert * 40 + 40);
    }
    int start = expert * 80 + (part.equals("up") ? 40 : 0);
    return Arrays.copyOfRange(from.values(EXPERTS + "gate_up_proj"), start, start + 40);
  }

  @Test
  void refusesWhatIsNoCheckpointOfTheFamily() throws IOException {
    refuses("no config.json");
    new TinyCheckpoint(true).write(folder);
    configure("\"qwen3_5_moe_text\"", "\"llama\"");
    refuses("model type 'llama', not one of");
    configure("\"hidden_size\": 8,", "");
    refuses("hidden_size is missing");
    configure("\"linear_num_value_heads\": 4", "\"linear_num_value_heads\": 3");
    refuses("3 value heads for 2 key heads");
    configure("\"linear_attention\", \"full_attention\"", "\"full_attention\"");
    refuses("layer 0 is \"full_attention\", interval 2");
    configure("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2000000");
    refuses("no tensor model.language_model.layers.2.input_layernorm.weight");
    add("\"quantization_config\": {}");
    refuses("a quantised checkpoint (quantization_config, unknown method)");
    add("\"quantization_config\": {\"quant_method\": \"fp8\"}");
    refuses("a quantised checkpoint (quantization_config, fp8)");
    add("\"quantization\": {\"group_size\": 64, \"bits\": 4}");
    refuses("quantised models as GGUF");
    add("\"attention_bias\": true");
    refuses("attention_bias is true, this runtime knows only false");
    add("\"attn_output_gate\": false");
    refuses("attn_output_gate is false, this runtime knows only true");
    add("\"hidden_act\": \"gelu\"");
    refuses("hidden_act is gelu, this runtime knows only silu");
    add("\"mlp_only_layers\": [1]");
    refuses("mlp_only_layers is [1], this runtime knows only []");
    configure("\"factor\": 4.0", "\"factor\": 4.0, \"beta_fast\": 16");
    refuses("beta_fast is 16, this runtime knows only 32");
    configure("\"factor\": 4.0", "\"factor\": 4.0, \"attention_factor\": 2");
    refuses("attention_factor is 2, this runtime knows only the default");
    add(
        "\"attention_bias\": false, \"attn_output_gate\": true, \"hidden_act\": \"silu\","
            + " \"mlp_only_layers\": []");
    WeightFile.open(folder);
    configure("8", "8");
    String tokenizer = TinyCheckpoint.TOKENIZER.replace("NFC", "NFD");
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
    refuses("normalizer 'NFD', not NFC");
    Files.writeString(
        folder.resolve("tokenizer.json"), TinyCheckpoint.TOKENIZER.replace("\\\\p{M}", ""));
    refuses("split '");
    Files.writeString(
        folder.resolve("tokenizer.json"),
        TinyCheckpoint.TOKENIZER.replace("\"id\": 4", "\"id\": 2000000000"));
    refuses("a token of id 2000000000");
  }

  private void add(String members) throws IOException {
    configure("\"vocab_size\"", members + ", \"vocab_size\"");
  }

  private void configure(String old, String replacement) throws IOException {
    String configuration = TinyCheckpoint.CONFIGURATION;
    assertThat(configuration).contains(old);
    Files.writeString(folder.resolve("config.json"), configuration.replace(old, replacement));
  }

  @Test
  void refusesFilesThatAreNotAllThere() throws IOException {
    new TinyCheckpoint(true).writeSharded(folder);
    Path index = folder.resolve("model.safetensors.index.json");
    String whole = Files.readString(index);
    Files.writeString(index, whole.replaceFirst("part-1.safetensors", "../part-1.safetensors"));
    refuses("'../part-1.safetensors' is no name of a file beside it");
    Files.writeString(index, whole.replaceFirst("\"lm_head", "\"extra_head"));
    refuses("no tensor extra_head.weight");
    Files.writeString(index, whole);
    Files.delete(folder.resolve("part-1.safetensors"));
    refuses("its file part-1.safetensors is missing");
    Files.delete(index);
    refuses("neither model.safetensors nor model.safetensors.index.json");
  }

  @Test
  void refusesHostileSafetensors() throws IOException {
    for (long length : new long[] {-1, 0, 1, 1L << 40, Long.MAX_VALUE, 100_000_001}) {
      refusesTensors(GgufWriter.join(GgufWriter.int64(length), new byte[64]), "a header of");
    }
    refusesTensors(new byte[5], "ends inside the header");
    refusesTensors(json("[]"), "no JSON object");
    refusesTensors(json("{\"a\":1,\"a\":2}"), "Duplicate field");
    refusesTensors(json("[".repeat(100)), "nesting depth");
    refusesTensors(json("{\"a\":1}"), "tensor a has no offsets");
    SafetensorsWriter[] writers = {
      entry("[4]", 0, 17),
      entry("[4]", -4, 12),
      entry("[4]", 12, 0),
      entry("[4]", 0, 12),
      entry("[-4]", 0, 16),
      entry("[5000000000]", 0, 16),
      entry("[2147483647,2147483647]", 0, 16),
      entry("[2,2147483647,1]", 0, 16),
      entry("{}", 0, 16),
      entry("[4]", 0, Long.MAX_VALUE)
    };
    List<String> messages =
        List.of(
            "lies outside the file",
            "starts or ends at -4",
            "lies outside the file",
            "of 16 bytes in a place of 12",
            "a dimension of -4",
            "a dimension of 5000000000",
            "a row of 8589934588 bytes",
            "too many rows",
            "has no shape",
            "lies outside the file");
    for (int i = 0; i < writers.length; i++) {
      refusesTensors(writers[i].toBytes(), messages.get(i));
    }
    refusesTensors(
        new SafetensorsWriter()
            .tensor("a", new float[4], 4)
            .entry("b", "F32", "[1]", 12, 16)
            .toBytes(),
        "tensors overlap at byte 12");
  }

  @Test
  void leavesTensorsOfOtherTypesAlone() throws IOException {
    Path path = folder.resolve("x.safetensors");
    Files.write(
        path,
        new SafetensorsWriter()
            .tensor("eight", "F8_E4M3", new byte[4], 4)
            .tensor("none", new float[0], 0, 3)
            .tensor("one", new float[] {7})
            .tensor("half", "F16", new byte[] {0, 0x3c}, 1)
            .tensor("brain", "BF16", new byte[] {(byte) 0x80, 0x3f}, 1)
            .toBytes());
    SafetensorsFile file = SafetensorsFile.open(path);
    assertThat(file.names()).containsExactly("brain", "eight", "half", "none", "one");
    assertThat(file.tensor("one").toArray()).containsExactly(7);
    assertThat(file.tensor("half").toArray()).containsExactly(1);
    assertThat(file.tensor("brain").toArray()).containsExactly(1);
    assertThatThrownBy(() -> file.tensor("eight"))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("tensor eight is of type F8_E4M3, which is not supported");
  }

  private static SafetensorsWriter entry(String shape, long begin, long end) {
    return new SafetensorsWriter()
        .tensor("rest", "U8", new byte[0])
        .entry("x", "F32", shape, begin, end);
  }

  private static byte[] json(String header) {
    byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
    return GgufWriter.join(GgufWriter.int64(bytes.length), bytes);
  }

  private void refusesTensors(byte[] bytes, String message) throws IOException {
    Path path = Files.createTempFile(folder, "x", ".safetensors");
    // room for what is not refused for being outside
    Files.write(path, bytes.length > 8 ? GgufWriter.join(bytes, new byte[16]) : bytes);
    if (message.startsWith("lies outside") || message.startsWith("a header")) {
      Files.write(path, bytes);
    }
    assertThatThrownBy(() -> SafetensorsFile.open(path))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(message);
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> WeightFile.open(folder))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(message);
  }
}
