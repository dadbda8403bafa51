package org.unabridged.inference.qwen35;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.weights.GgufWriter;
import org.unabridged.inference.weights.WeightFile;
import org.unabridged.inference.weights.WeightFormatException;

class Qwen35ConfigurationTest {

  @TempDir private Path directory;

  @Test
  void readsWhatAFileSays() throws IOException {
    Qwen35Configuration read =
        Qwen35Configuration.read(WeightFile.open(TinyQwen35.YARN.write(file())));
    assertThat(read)
        .isEqualTo(
            new Qwen35Configuration(
                "qwen35moe",
                8,
                64,
                4096,
                1e-6f,
                4,
                new Qwen35Configuration.Attention(4, 2, 64),
                new Qwen35Configuration.Delta(2, 6, 32, 32, 4),
                new Qwen35Configuration.Experts(16, 3, 32, 48),
                new Qwen35Configuration.Rotation(16, 1e4, 4, 1024)));
    assertThat(read.isFullAttention(2)).isFalse();
    assertThat(read.isFullAttention(3)).isTrue();
    assertThat(read.fullAttentionLayers()).isEqualTo(2);
  }

  @Test
  void leavesOutTheLayerForSpeculation() throws IOException {
    GgufWriter writer = TinyQwen35.DENSE.toWriter().uint32("qwen35.nextn_predict_layers", 1);
    Qwen35Configuration read =
        Qwen35Configuration.read(WeightFile.open(Files.write(file(), writer.toBytes())));
    assertThat(read.layers()).isEqualTo(7);
  }

  @Test
  void refusesWhatItWouldIgnore() throws IOException {
    GgufWriter slower = TinyQwen35.YARN.toWriter();
    slower.float32("qwen35moe.rope.scaling.yarn_beta_fast", 32);
    read(slower);
    slower.float32("qwen35moe.rope.scaling.yarn_beta_slow", 2);
    assertThatThrownBy(() -> read(slower))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("yarn_beta_slow is 2.0, this runtime knows only 1.0");
    GgufWriter grouped = TinyQwen35.MOE.toWriter();
    grouped.key("qwen35moe.ssm.v_head_reordered", 7, new byte[] {0});
    assertThatThrownBy(() -> read(grouped))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("ssm.v_head_reordered is false, this runtime knows only true");
  }

  @Test
  void refusesTensorsThatWouldChangeTheResult() throws IOException {
    for (String name : List.of("blk.3.attn_q.bias", "blk.0.ffn_up.scale", "output.scale")) {
      GgufWriter writer = TinyQwen35.DENSE.toWriter().tensor(name, new float[64], 64);
      WeightFile file = WeightFile.open(Files.write(file(), writer.toBytes()));
      assertThatThrownBy(() -> Qwen35Weights.read(file, Qwen35Configuration.read(file)))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageEndingWith("tensor " + name + " is none that this runtime knows how to use");
    }
  }

  @Test
  void leavesOutVisionAndSpeculation() throws IOException {
    GgufWriter writer =
        TinyQwen35.DENSE
            .toWriter()
            .tensor("v.patch_embd.weight", new float[64], 64)
            .tensor("mm.0.weight", new float[64], 64)
            .tensor("blk.8.nextn.eh_proj.weight", new float[64], 64)
            .tensor("blk.0.ffn_up.input_scale", new float[1], 1);
    WeightFile file = WeightFile.open(Files.write(file(), writer.toBytes()));
    assertThat(Qwen35Weights.read(file, Qwen35Configuration.read(file)).layers()).hasSize(8);
  }

  @Test
  void refusesOtherArchitectures() throws IOException {
    GgufWriter writer = new GgufWriter().string("general.architecture", "llama");
    assertThatThrownBy(() -> read(writer))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("architecture llama, this runtime runs [qwen35, qwen35moe]");
  }

  @Test
  void refusesFilesThatLackAKey() {
    GgufWriter writer = new GgufWriter().string("general.architecture", "qwen35");
    assertThatThrownBy(() -> read(writer))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("qwen35.block_count");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 64, 4, 2, 'layers must be 1 to 1024, not 0'",
    "8, 0, 4, 2, 'width must be 1 to 1048576, not 0'",
    "8, 64, 3, 2, '3 query heads on 2 keys'",
    "8, 64, 4, 0, 'key heads must be 1 to'"
  })
  void refusesSizesThatMakeNoSense(
      int layers, int width, int queryHeads, int keyHeads, String message) {
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", "qwen35")
            .uint32("qwen35.block_count", layers)
            .uint32("qwen35.embedding_length", width)
            .uint32("qwen35.context_length", 100)
            .uint32("qwen35.feed_forward_length", 96)
            .float32("qwen35.attention.layer_norm_rms_epsilon", 1e-6f)
            .uint32("qwen35.attention.head_count", queryHeads)
            .uint32("qwen35.attention.head_count_kv", keyHeads)
            .uint32("qwen35.attention.key_length", 64)
            .uint32("qwen35.attention.value_length", 64)
            .float32("qwen35.rope.freq_base", 1e7f)
            .uint32("qwen35.rope.dimension_count", 16)
            .uint32("qwen35.ssm.conv_kernel", 4)
            .uint32("qwen35.ssm.state_size", 32)
            .uint32("qwen35.ssm.group_count", 2)
            .uint32("qwen35.ssm.time_step_rank", 2)
            .uint32("qwen35.ssm.inner_size", 64);
    assertThatThrownBy(() -> read(writer))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesTensorsOfOtherShapes() throws IOException {
    Path file = TinyQwen35.DENSE.write(file());
    WeightFile weights = WeightFile.open(file);
    Qwen35Configuration read = Qwen35Configuration.read(weights);
    Qwen35Configuration wider =
        new Qwen35Configuration(
            read.architecture(),
            read.layers(),
            read.width(),
            read.window(),
            read.epsilon(),
            read.fullAttentionInterval(),
            read.attention(),
            read.delta(),
            new Qwen35Configuration.Dense(100),
            read.rotation());
    assertThatThrownBy(() -> Qwen35Weights.read(weights, wider))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("blk.0.ffn_gate.weight has shape [96, 64], not [100, 64]");
  }

  @Test
  void refusesCachesThatHeadsDoNotFit() {
    assertThatThrownBy(
            () -> new SegmentPool(BlockFormat.Q8_0, new Qwen35Configuration.Attention(1, 1, 48)))
        .hasMessage("heads of 48 values cannot be kept in Q8_0");
    assertThatThrownBy(() -> Qwen35Options.defaults().withCacheFormat(BlockFormat.Q4_K))
        .hasMessageContaining("not in Q4_K");
    assertThatThrownBy(() -> Qwen35Options.defaults().withBlockRows(0))
        .hasMessageContaining("not 0");
  }

  /** Values published for the family's models. */
  @Test
  void slowsTheSlowFrequenciesFourfold() {
    RotaryEmbedding rotation =
        new RotaryEmbedding(new Qwen35Configuration.Rotation(64, 1e7, 4, 262_144));
    RotaryEmbedding plain =
        new RotaryEmbedding(new Qwen35Configuration.Rotation(64, 1e7, 1, 262_144));
    double[] scaled = rotation.frequencies();
    double[] own = plain.frequencies();
    assertThat(rotation.magnitude()).isCloseTo(1.138629436, within(1e-9));
    assertThat(plain.magnitude()).isEqualTo(1);
    assertThat(scaled[14]).isEqualTo(own[14]);
    assertThat(scaled[15]).isCloseTo(4.74239823e-4, within(1e-12));
    assertThat(scaled[18]).isCloseTo(7.2173874e-5, within(1e-12));
    assertThat(scaled[21]).isCloseTo(8.75977007e-6, within(1e-13));
    assertThat(scaled[22]).isCloseTo(own[22] / 4, within(1e-16));
  }

  @Test
  void defaultsToHalfPrecisionAndTheFilesWindow() {
    assertThat(Qwen35Options.defaults())
        .isEqualTo(new Qwen35Options(BlockFormat.F16, 512, Qwen35Options.Window.NATIVE));
  }

  private Qwen35Configuration read(GgufWriter writer) throws IOException {
    return Qwen35Configuration.read(WeightFile.open(Files.write(file(), writer.toBytes())));
  }

  private Path file() {
    return directory.resolve("model.gguf");
  }
}
